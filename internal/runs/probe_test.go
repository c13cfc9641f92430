package runs

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"sfdfa-actors/internal/runs/pretrained"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// probeOf opens the newest checkpoint of a run on an engine.
func probeOf(t *testing.T, directory, engine string) (*Trained, *Probe) {
	t.Helper()
	trained, err := OpenTrained(directory)
	if err != nil {
		t.Fatal(err)
	}
	trained.Config.Engine = engine
	probe, err := trained.Probe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(probe.Close(), trained.Close()); err != nil {
			t.Error(err)
		}
	})
	return trained, probe
}

// heard are the spikes of a part by population and sample.
type heard struct {
	lock   sync.Mutex
	spikes map[int][][]messages.Spike
}

func (h *heard) listen(core topology.Core, first uint64, samples [][]messages.Spike) {
	h.lock.Lock()
	defer h.lock.Unlock()
	all := h.spikes[core.Population]
	for s, spikes := range samples {
		for len(all) <= int(first)+s {
			all = append(all, nil)
		}
		all[int(first)+s] = append(all[int(first)+s], spikes...)
	}
	h.spikes[core.Population] = all
}

// Presenting the test part gives eval's figures, whichever engine does it.
func TestPresentingGivesTheFiguresOfEval(t *testing.T) {
	summary := mustRun(t, small())
	for _, engine := range []string{"actors", "reference"} {
		trained, probe := probeOf(t, summary.Directory, engine)
		want, err := trained.Evaluate(context.Background(), Trace{}, silent{})
		if err != nil {
			t.Fatal(err)
		}
		outcomes, err := probe.Present(context.Background(), messages.Test, silent{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var s record.Score
		s.Add(outcomes)
		if s.Accuracy() != want.TestAccuracy || s.AccuracyLowestIndex() != want.TestAccuracyLowestIndex || s.MeanLoss() != want.TestLoss {
			t.Errorf("%s: %v %%, %v %%, loss %v; eval has %+v", engine, s.Accuracy(), s.AccuracyLowestIndex(), s.MeanLoss(), want)
		}
		for i := range outcomes {
			if outcomes[i].Index != i {
				t.Fatalf("%s: outcome %d is of sample %d", engine, i, outcomes[i].Index)
			}
		}
		if digest, err := probe.Digest(); err != nil || digest != want.Digest || digest != summary.Digest {
			t.Errorf("%s: digest %s, error %v; want %s", engine, digest, err, summary.Digest)
		}
	}
}

// A sample by itself has the spike times that it has among the others, on cores of
// any size; under sfdfa its spikes carry grades, the same on both engines. No
// weight moves.
func TestASampleByItselfFiresAsAmongTheOthers(t *testing.T) {
	for _, rule := range []string{"sfdfa", "dfa"} {
		c := settings.Defaults("yinyang", rule)
		c.Layers, c.Epochs, c.TrainLimit, c.TestLimit, c.NeuronsPerCore = []int{30, 20}, 2, 200, 60, 7
		directory := mustRun(t, c).Directory
		samples := map[string][]*PresentedSample{}
		for _, engine := range []string{"actors", "reference"} {
			trained, probe := probeOf(t, directory, engine)
			h := heard{spikes: map[int][][]messages.Spike{}}
			if _, err := probe.Present(context.Background(), messages.Test, silent{}, h.listen); err != nil {
				t.Fatal(err)
			}
			for _, index := range []int{0, 17, 59} {
				sample, err := probe.PresentSample(context.Background(), messages.Test, index)
				if err != nil {
					t.Fatal(err)
				}
				for population := 1; population < len(trained.Sizes); population++ {
					expectSameTimes(t, sample.Spikes[population], h.spikes[population][index])
				}
				samples[engine] = append(samples[engine], sample)
			}
			expectCheckpointsWeights(t, trained, probe)
		}
		if !reflect.DeepEqual(samples["actors"], samples["reference"]) {
			t.Errorf("%s: the engines differ", rule)
		}
		fired, graded := 0, 0
		for _, s := range samples["actors"] {
			for _, spikes := range s.Spikes[1:] {
				for _, spike := range spikes {
					if fired++; spike.Grade != 0 {
						graded++
					}
				}
			}
		}
		if fired < 30 || (rule == "sfdfa") != (graded > 20) || rule == "dfa" && graded != 0 {
			t.Errorf("%s: %d spikes, %d of them with a grade", rule, fired, graded)
		}
	}
}

func expectSameTimes(t *testing.T, got, want []messages.Spike) {
	t.Helper()
	key := func(x, y messages.Spike) int {
		if x.Time != y.Time {
			if x.Time < y.Time {
				return -1
			}
			return 1
		}
		return int(x.Source - y.Source)
	}
	want = slices.SortedFunc(slices.Values(want), key)
	if !slices.EqualFunc(got, want, func(x, y messages.Spike) bool { return x.Time == y.Time && x.Source == y.Source }) {
		t.Errorf("spikes %v, want %v", got, want)
	}
}

func expectCheckpointsWeights(t *testing.T, trained *Trained, probe *Probe) {
	t.Helper()
	weights := func(source pretrained.StateSource) (all []float64) {
		for population := 1; population < len(trained.Sizes); population++ {
			err := source.States(population, func(states []messages.State) error {
				for i := range states {
					all = append(append(all, states[i].Weights...), states[i].Feedback...)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	if !slices.Equal(weights(probe.testbed.engine), weights(trained)) {
		t.Error("the weights have moved")
	}
}

func TestSamplesAndPartsThatAreNotThere(t *testing.T) {
	c := settings.Defaults("patterns", "sfdfa")
	c.Layers, c.Inputs, c.Epochs, c.TrainLimit, c.TestLimit = []int{5}, 20, 1, 50, 30
	// The plain loop looks at its context before it begins, in every case.
	_, probe := probeOf(t, mustRun(t, c).Directory, "reference")
	for want, test := range map[string]struct {
		part  messages.Part
		index int
	}{
		"sample is 30, allowed: 0 to 29 in the test part":                                  {messages.Test, 30},
		"sample is 50, allowed: 0 to 49 in the train part":                                 {messages.Train, 50},
		"sample is -1, allowed: 0 to 29 in the test part":                                  {messages.Test, -1},
		"part is validation, allowed: train, test; the data set patterns has no such part": {messages.Validation, 0},
	} {
		var setting *settings.ConfigError
		if _, err := probe.PresentSample(context.Background(), test.part, test.index); !errors.As(err, &setting) || err.Error() != want {
			t.Errorf("error %v, want the ConfigError %q", err, want)
		}
	}
	if _, err := PartByName("Test"); err == nil || !strings.Contains(err.Error(), `part is "Test", allowed: train, validation, test`) {
		t.Errorf("error %v", err)
	}
	if part, err := PartByName("validation"); err != nil || part != messages.Validation {
		t.Errorf("part %v, error %v", part, err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := probe.Present(ctx, messages.Test, silent{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
	if _, err := probe.PresentSample(ctx, messages.Test, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
}
