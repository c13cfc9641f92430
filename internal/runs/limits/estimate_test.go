package limits_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

type silent struct{}

func (silent) Chosen(*settings.Config, *calibration.Report)        {}
func (silent) Started(*settings.Config, *datasets.Dataset, string) {}
func (silent) Phase(int, messages.Part, int)                       {}
func (silent) Presented([]messages.Outcome)                        {}
func (silent) Epoch(*record.Metrics)                               {}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// scales note the most that a collection of the heap has left.
type scales struct {
	most    atomic.Uint64
	removed atomic.Bool
}

// weigh reads the scales after every collection, of which each frees one token and
// makes the next.
func (s *scales) weigh() {
	if s.removed.Load() {
		return
	}
	s.most.Store(max(s.most.Load(), uint64(heapLive())))
	token := new([16]byte)
	runtime.SetFinalizer(token, func(*[16]byte) { s.weigh() })
}

// heapLive is what the last collection has left.
func heapLive() limits.Size {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return limits.Size(sample[0].Value.Uint64())
}

// estimateFactor is how far the estimate may be from what is measured, either way.
const estimateFactor = 1.5

// recurrent is a network with a cycle, whose samples pass through it window by window.
const recurrent = `
network:
  populations:
    input: {source: dataset}
    hidden: {size: 2000, tau-syn: 12.5ms, tau-mem: 25ms, threshold: 0.007}
    output: {}
  projections:
    - {from: input, to: hidden, connect: {fixed-in-degree: 10}, weights: {uniform: [-1, 2]}}
    - {from: hidden, to: hidden, connect: {fixed-in-degree: 100}, weights: {uniform: [-0.05, 0.05]}, delays: 10ms}
    - {from: hidden, to: output, connect: all-to-all, weights: {uniform: [-1, 1]}}
`

// The estimate is within its factor of what runs of several networks hold at their
// peak beyond what there was before: small and large, dense and sparse, with most memory
// in training and in tests, and with each engine and transport.
func TestTheEstimateIsNearWhatIsMeasured(t *testing.T) {
	if testing.Short() {
		t.Skip("trains large networks")
	}
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(slog.New(slog.DiscardHandler))   // of warnings
	defer debug.SetGCPercent(debug.SetGCPercent(25)) // many collections
	for name, change := range map[string]func(*settings.Config){
		"dense":           func(c *settings.Config) { c.Layers = []int{1000} },
		"two populations": func(c *settings.Config) { c.Layers = []int{1000, 1000} },
		"sparse":          func(c *settings.Config) { c.Layers, c.InDegree = []int{2000}, []int{100} },
		"sparse, in training": func(c *settings.Config) {
			c.Layers, c.InDegree, c.Batch, c.TrainLimit, c.TestLimit = []int{3000}, []int{100}, 16, 32, 1
		},
		"sparse, in a test": func(c *settings.Config) {
			c.Layers, c.InDegree, c.Batch, c.TrainLimit, c.TestLimit = []int{2000}, []int{100}, 16, 1, 64
		},
		"large cores, in a test": func(c *settings.Config) { // that take turns
			c.Layers, c.NeuronsPerCore, c.InDegree, c.Batch, c.TrainLimit, c.TestLimit = []int{4500}, 1100, []int{100}, 16, 1, 64
		},
		"two sparse": func(c *settings.Config) { // the second is reached from many cores
			c.Layers, c.InDegree, c.Batch, c.TrainLimit, c.TestLimit = []int{1500, 1500}, []int{100}, 16, 1, 64
			c.NeuronsPerCore, c.HiddenThreshold = 300, []float64{0.14}
		},
		"loud": func(c *settings.Config) {
			c.Layers, c.HiddenWeights, c.Batch, c.TrainLimit = []int{500}, []float64{2, 6}, 10, 20
		},
		"loud, in a test": func(c *settings.Config) {
			c.Layers, c.HiddenWeights, c.Batch, c.TrainLimit, c.TestLimit = []int{500}, []float64{2, 6}, 10, 1, 40
		},
		"loud, two sparse": func(c *settings.Config) {
			c.Layers, c.InDegree, c.HiddenWeights, c.Batch, c.TrainLimit = []int{1000, 1000}, []int{30}, []float64{2, 6}, 10, 20
		},
		"few synapses": func(c *settings.Config) { c.Layers, c.InDegree = []int{3000}, []int{10} },
		"recurrent":    func(c *settings.Config) { c.Network, c.SpikeCap, c.Batch = recurrent, 3, 2 },
		"float64":      func(c *settings.Config) { c.Layers, c.Precision = []int{1000}, "float64" },
		"averages":     func(c *settings.Config) { c.Layers, c.WeightAverage = []int{1000}, 0.9 },
		"plain loop":   func(c *settings.Config) { c.Layers, c.InDegree, c.Engine = []int{2000}, []int{100}, "reference" },
		"single spikes": func(c *settings.Config) {
			c.Layers, c.InDegree, c.Transport, c.Batch = []int{1000}, []int{100}, "spike", 2
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := settings.Defaults("patterns", "sfdfa")
			c.Epochs, c.TrainLimit, c.TestLimit, c.Batch = 1, 12, 12, 4
			change(&c)
			c.FollowNetwork()
			// On a busy machine a collection may miss the peak, or count much that is made while it is under way.
			for left := 2; ; left-- {
				if ratio := estimateOf(t, &c); ratio < estimateFactor && ratio > 1/estimateFactor {
					break
				} else if left == 0 {
					t.Fatalf("estimated %.2f of what is measured, again and again", ratio)
				}
			}
		})
	}
}

// estimateOf compares what is estimated for a run with what is measured, and returns their ratio.
func estimateOf(t *testing.T, c *settings.Config) float64 {
	t.Helper()
	runtime.GC()
	runtime.GC() // pools give up what they hold at the second collection
	base := heapLive()
	dataset, err := runs.OpenData(c)
	must(t, err)
	net, err := runs.NewNetwork(c, dataset, limits.Limits{})
	must(t, err)
	parts := network.Parts{messages.Train: dataset.Train, messages.Test: dataset.Test}
	flow, err := limits.FlowOf(c, net, parts)
	must(t, err)
	need := limits.Estimate(c, &net.Spec, flow, runtime.GOMAXPROCS(0), limits.Whole(&net.Spec))
	need.Base -= limits.LiveMemory() // with what lies outside the heap
	scales := &scales{}
	scales.weigh()
	_, err = runs.Schedule{Keep: 1}.Run(context.Background(), *c, filepath.Join(t.TempDir(), "run"), silent{})
	must(t, err)
	scales.removed.Store(true)
	got, want := float64(need.Total()), float64(scales.most.Load())-float64(base)
	t.Logf("estimated %v (%v), measured %v: %.2f, firing rates %.3g", limits.Size(got), need, limits.Size(want), got/want, flow.Rates)
	return got / want
}
