package runs

import (
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/topology"
)

// specOf is what a worker gets of a network with 2,000 hidden neurons on MNIST's inputs.
func machineSpecOf(t *testing.T, f limits.Flow) []byte {
	t.Helper()
	c := settings.Defaults("patterns", "sfdfa")
	c.Layers, c.NeuronsPerCore = []int{2000}, 500
	config, err := c.Encode()
	must(t, err)
	text, err := json.Marshal(machineSpec{string(config), 784, 10, f})
	must(t, err)
	return text
}

// A worker refuses a part of a network that would not fit, with the figure, and takes a
// smaller one.
func TestAPartThatWouldNotFitIsRefused(t *testing.T) {
	runtime.GC() // pools give up what other tests left in two steps: it must not go while this one measures
	blueprint, err := NetworkBuilder(limits.Limits{Memory: limits.LiveMemory() + limits.WritingBytes + 12<<20}, 0)(machineSpecOf(t, limits.Flow{Batch: 50, Training: 100, Testing: 100, Rates: []float64{0.1, 0.3, 0.3}}))
	must(t, err)
	for hidden, want := range map[int]string{0: "", 1: "", 4: "part of the network needs about"} {
		err := blueprint.Admit(func(core topology.Core) bool { return core.Population == 1 && core.ID < hidden })
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%d cores of 500 neurons: error %v, want %q", hidden, err, want)
		}
	}
}

// A part that takes more than it may is given up.
func TestAPartThatTakesTooMuchIsGivenUp(t *testing.T) {
	blueprint, err := NetworkBuilder(limits.Limits{Memory: limits.LiveMemory() + 64<<20}, 0)(machineSpecOf(t, limits.Flow{Rates: make([]float64, 3)}))
	must(t, err)
	failed := make(chan error, 1)
	release := blueprint.Guard(func(err error) {
		select {
		case failed <- err:
		default: // it is known
		}
	})
	defer release()
	taken := make([]byte, 256<<20)
	var tooMuch *limits.ExcessError
	if err := <-failed; !errors.As(err, &tooMuch) {
		t.Errorf("error %v, want one of too much memory", err)
	}
	runtime.KeepAlive(taken)
}

// However large a network is that a spec of some bytes names, making its plan and refusing a
// part of it takes no memory.
func TestRefusingAPartTakesNoMemory(t *testing.T) {
	c := settings.Defaults("patterns", "sfdfa")
	c.Layers, c.InDegree, c.NeuronsPerCore = []int{2_000_000}, []int{30}, 1
	config, err := c.Encode()
	must(t, err)
	text, err := json.Marshal(machineSpec{string(config), 784, 10, limits.Flow{Rates: make([]float64, 3)}})
	must(t, err)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	blueprint, err := NetworkBuilder(limits.Limits{Memory: 500e6}, 0)(text)
	must(t, err)
	err = blueprint.Admit(func(topology.Core) bool { return true })
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; err == nil || taken > 4<<20 {
		t.Errorf("error %v, %d bytes were allocated; want an error, and less than 4 MiB", err, taken)
	}
}

// The parts of a network together need what the whole does, but for what is in use
// anyway.
func TestPartsNeedWhatTheWholeDoes(t *testing.T) {
	_, c, err := decodeMachineSpec(machineSpecOf(t, limits.Flow{Rates: make([]float64, 3)}))
	must(t, err)
	spec, err := networkspec.Of(c, 784, 10)
	must(t, err)
	f := limits.Flow{Batch: 50, Training: 100, Testing: 100, Rates: []float64{0.1, 0.3, 0.3}}
	whole := limits.Estimate(c, &spec, f, 2, limits.Whole(&spec))
	var sum limits.Need
	for machine := range 3 {
		part := limits.Estimate(c, &spec, f, 2, limits.PartOf(&spec, func(core topology.Core) bool { return core.ID%3 == machine }))
		sum.Synapses, sum.Neurons, sum.Spikes = sum.Synapses+part.Synapses, sum.Neurons+part.Neurons, sum.Spikes+part.Spikes
	}
	for name, got := range map[string][2]limits.Size{
		"synapses": {sum.Synapses, whole.Synapses}, "neurons": {sum.Neurons, whole.Neurons}, "spikes": {sum.Spikes, whole.Spikes},
	} {
		if got[0]+3 < got[1] || got[0] > got[1] { // each part is rounded down
			t.Errorf("%s: the parts need %d bytes, the whole %d", name, got[0], got[1])
		}
	}
}

// What a coordinator says is under way is checked.
func TestForgedMachineSpecsAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		string(machineSpecOf(t, limits.Flow{Batch: -1})):                                               "-1 samples of a batch",
		string(machineSpecOf(t, limits.Flow{Training: -1})):                                            "-1 in training",
		string(machineSpecOf(t, limits.Flow{Testing: -1})):                                             "-1 in tests",
		string(machineSpecOf(t, limits.Flow{Rates: []float64{0, -1, 0}})):                              "[0 -1 0] spikes of a neuron",
		string(machineSpecOf(t, limits.Flow{Rates: []float64{1}})):                                     "firing rates of 1 populations, want 3",
		string(machineSpecOf(t, limits.Flow{Rates: make([]float64, 3), Windows: []float64{1}})):        "windows of 1 populations, want 3",
		string(machineSpecOf(t, limits.Flow{Rates: make([]float64, 3), Windows: []float64{0, -1, 0}})): "[0 -1 0] windows, are under way, allowed: 0 or more",
		`{"Config":"","Inputs":0}`:                                                                     "allowed: 1 to 1073741824",
		`{"More":1}`:                                                                                   "unknown field",
		`{`:                                                                                            "what determines the network",
	} {
		if _, err := NetworkBuilder(limits.Limits{}, 0)([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: error %v, want %q in it", text, err, want)
		}
	}
}

// Where no commit says what a program is, its file does: a test binary has no commit.
func TestABuildIsToldByItsFile(t *testing.T) {
	if id := Identity(); !strings.HasPrefix(id.Build, "binary ") || strings.Contains(id.Build, "unknown") {
		t.Errorf("the build is %q, want the digest of the test binary", id.Build)
	}
}
