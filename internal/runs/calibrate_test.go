package runs

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// recordings is a data set of three classes: each input fires once, at a time that its class decides, and sample by
// sample a little later.
func recordings(scale float64) *datasets.Dataset {
	part := func(samples int) *networktest.Split {
		s := &networktest.Split{}
		for i := range samples {
			label := i % 3
			var spikes []messages.Spike
			for source := range 30 {
				time := float64((source*(7+4*label)+11*label)%31)*2e-3 + float64(i%5)*2e-4
				spikes = append(spikes, messages.Spike{Time: scale * time, Source: int32(source)})
			}
			messages.SortSpikes(spikes)
			s.Labels, s.Spikes = append(s.Labels, label), append(s.Spikes, spikes)
		}
		return s
	}
	return &datasets.Dataset{Name: "npz", Inputs: 30, Classes: 3, Train: part(60), Test: part(30)}
}

// recorded is a config for such data, in a file, with all to be chosen but what change sets.
func recorded(t *testing.T, scale float64, change func(*settings.Config)) settings.Config {
	t.Helper()
	directory := t.TempDir()
	writeData(t, directory, recordings(scale))
	c, err := settings.Resolve("", func(c *settings.Config) error {
		c.Dataset, c.DataDir, c.Layers = "npz", directory, []int{40}
		if change != nil {
			change(c)
		}
		return nil
	})
	must(t, err)
	return c
}

func writeData(t *testing.T, directory string, d *datasets.Dataset) {
	t.Helper()
	file, err := os.Create(filepath.Join(directory, "spikes.npz"))
	must(t, err)
	must(t, datasets.WriteNPZ(file, d))
	must(t, file.Close())
}

// chosen is the config after the choice.
func chosen(t *testing.T, c settings.Config) (settings.Config, *calibration.Report) {
	t.Helper()
	_, report, err := OpenCalibrated(&c, limits.Limits{})
	must(t, err)
	if left := c.Autos(); len(left) > 0 {
		t.Fatalf("%v are not chosen", left)
	}
	return c, report
}

// What is chosen makes half of the neurons fire, and the network learns. It is the same on any number of CPU cores, and
// the run's own settings repeat it on the other engine.
func TestOwnDataAreLearned(t *testing.T) {
	c := recorded(t, 1, func(c *settings.Config) { c.Procs = 1 })
	one, report := chosen(t, c)
	c.Procs = 2
	two, _ := chosen(t, c)
	two.Procs = 1
	if !reflect.DeepEqual(one, two) {
		t.Errorf("on two CPU cores %+v, on one %+v", two, one)
	}
	hidden, output := report.Populations[0], report.Populations[1]
	if math.Abs(hidden.Active-0.5) > 0.02 || math.Abs(output.Spikes-2) > 0.3 {
		t.Errorf("hidden neurons fire in %v of pairs, output neurons %v times, want 0.5 and 2", hidden.Active, output.Spikes)
	}
	directory := filepath.Join(t.TempDir(), "run")
	summary, err := Run(context.Background(), c, directory, silent{})
	must(t, err)
	if *summary.TestAccuracy < 95 || summary.Epochs >= summary.Config.Epochs {
		t.Errorf("%v %% after %d epochs of %d, want 95 %% and an early end", *summary.TestAccuracy, summary.Epochs, summary.Config.Epochs)
	}
	again, err := settings.Resolve(filepath.Join(directory, record.ConfigFile), func(c *settings.Config) error {
		c.Engine = "reference"
		return nil
	})
	must(t, err)
	if repeated := mustRun(t, again); repeated.Digest != summary.Digest {
		t.Errorf("the record's settings give %s, the run %s", repeated.Digest, summary.Digest)
	}
	var written calibration.Report
	text, err := os.ReadFile(filepath.Join(directory, record.CalibrationFile))
	must(t, err)
	must(t, json.Unmarshal(text, &written))
	if !reflect.DeepEqual(&written, report) {
		t.Errorf("%s has %+v, want %+v", record.CalibrationFile, written, report)
	}
}

// Back-propagated errors come through an output neuron's own spikes only, so it is excited until it fires for its class.
// Projected ones don't, and leave the weights as they are.
func TestBackPropagationExcitesOutputNeurons(t *testing.T) {
	raised := 0
	for seed := range uint64(4) {
		mean, active := map[string]float64{}, map[string]float64{}
		for _, rule := range []string{"sfdfa", "bp"} {
			c, report := chosen(t, recorded(t, 1, func(c *settings.Config) { c.Rule, c.Seed = rule, seed }))
			mean[rule], active[rule] = c.OutputWeights[0]+c.OutputWeights[1], report.Populations[1].Active
		}
		switch {
		case mean["bp"] < mean["sfdfa"]:
			t.Errorf("seed %d: twice the mean weight is %v, %v for others", seed, mean["bp"], mean["sfdfa"])
		case mean["bp"] > mean["sfdfa"]:
			raised++
			if active["bp"] <= active["sfdfa"] {
				t.Errorf("seed %d: %v of outputs fire in a sample, %v with lower weights", seed, active["bp"], active["sfdfa"])
			}
		}
	}
	if raised == 0 || raised == 4 {
		t.Errorf("weights are higher with %d of 4 seeds, want some", raised)
	}
}

// Where only the shape is new, output weights are of a size for which a learning step that changes all weights of an output
// neuron alike adds 35 thresholds, and those of small batches add up to that. They are no larger than usual. All have a
// mean, and output neurons fire once in a sample. What is given stands.
func TestOutputWeightsSuitTheLearningRate(t *testing.T) {
	const hidden = 200
	for _, test := range []struct {
		rate      float64
		batch     int
		threshold float64 // given, or to be chosen
		factor    float64 // what steps add up to in a batch of 50, over the learning rate; 0 where weights have the usual size
	}{
		{1e-4, 50, settings.Auto, 1},
		{2e-4, 50, settings.Auto, 1},
		{1e-4, 2, settings.Auto, 5},
		{1, 50, settings.Auto, 0},
		{1e-4, 50, 0.01, 0},
	} {
		c, report := chosen(t, recorded(t, 1, func(c *settings.Config) {
			c.Calibrate, c.Layers, c.InDegree = settings.CalibrateShape, []int{hidden}, []int{10}
			c.HiddenThreshold, c.OutputWeights = nil, nil
			c.LearningRate, c.Batch, c.OutputThreshold = test.rate, test.batch, test.threshold
		}))
		size, mean := (c.OutputWeights[1]-c.OutputWeights[0])/2, (c.OutputWeights[1]+c.OutputWeights[0])/2
		if math.Abs(mean/size-0.3) > 0.01 {
			t.Errorf("%+v: output weights %v, want a mean of 0.3 of their size", test, c.OutputWeights)
		}
		if spikes := report.Populations[1].Spikes; math.Abs(spikes-1) > 0.15 {
			t.Errorf("%+v: output neurons fire %v times, want once", test, spikes)
		}
		want := test.rate * test.factor * report.Populations[0].Spikes * hidden / 35
		switch {
		case test.threshold != settings.Auto && c.OutputThreshold != test.threshold:
			t.Errorf("%+v: output threshold %v", test, c.OutputThreshold)
		case test.factor > 0 && math.Abs(c.OutputThreshold/want-1) > 0.01:
			t.Errorf("%+v: output threshold %v, want %v", test, c.OutputThreshold, want)
		case test.rate == 1 && math.Abs(size-1) > 0.01:
			t.Errorf("%+v: output weights %v, want the usual size", test, c.OutputWeights)
		}
	}
}

// Where the regulariser makes hidden neurons fire far more than they do at first, the data set's output weights stand.
func TestOutputWeightsStandWhereActivityGrows(t *testing.T) {
	usual := settings.Defaults("npz", "sfdfa").OutputWeights
	for target, stand := range map[float64]bool{0.1: false, 5: true} {
		c, _ := chosen(t, recorded(t, 1, func(c *settings.Config) {
			c.Calibrate, c.InDegree, c.TargetRate = settings.CalibrateShape, []int{10}, target
			c.HiddenThreshold, c.OutputWeights, c.OutputThreshold = nil, nil, settings.Auto
		}))
		if slices.Equal(c.OutputWeights, usual) != stand {
			t.Errorf("a target of %v spikes: output weights %v, the data set has %v", target, c.OutputWeights, usual)
		}
	}
}

// Times in another unit are the same network: time constants and thresholds are as much larger, weights and rates stay.
// A power of two changes no digit.
func TestTheUnitOfTimeDoesNotMatter(t *testing.T) {
	const scale = 1 << 10
	seconds, _ := chosen(t, recorded(t, 1, nil))
	others, _ := chosen(t, recorded(t, scale, nil))
	near := func(name string, got, want float64) {
		if math.Abs(got/want-1) > 0.011 { // both have three digits
			t.Errorf("%s %v, want %v", name, got, want)
		}
	}
	near("tau-syn", others.TauSyn, scale*seconds.TauSyn)
	near("duration", others.Duration, scale*seconds.Duration)
	near("hidden-threshold", others.HiddenThreshold[0], scale*seconds.HiddenThreshold[0])
	near("output-threshold", others.OutputThreshold, scale*seconds.OutputThreshold)
	near("learning-rate", others.LearningRate, seconds.LearningRate)
	if !slices.Equal(others.HiddenWeights, seconds.HiddenWeights) || others.Epochs != seconds.Epochs || others.Batch != seconds.Batch {
		t.Errorf("%+v, want what %+v has", others, seconds)
	}
}

// What is given stands, and the rest suits it: at twice the threshold fewer neurons fire, and output neurons fire as much.
func TestWhatIsGivenStands(t *testing.T) {
	free, _ := chosen(t, recorded(t, 1, nil))
	given, report := chosen(t, recorded(t, 1, func(c *settings.Config) {
		c.HiddenThreshold, c.LearningRate, c.Batch = []float64{2 * free.HiddenThreshold[0]}, 0.003, 6
	}))
	if given.HiddenThreshold[0] != 2*free.HiddenThreshold[0] || given.LearningRate != 0.003 || given.Batch != 6 || given.TauSyn != free.TauSyn {
		t.Errorf("%+v", given)
	}
	if active := report.Populations[0].Active; active > 0.4 || math.Abs(report.Populations[1].Spikes-2) > 0.3 || given.OutputThreshold >= free.OutputThreshold {
		t.Errorf("populations %+v with the output threshold %v, want less of the first and as much of the second", report.Populations, given.OutputThreshold)
	}
	if slices.Contains(report.Chosen, "batch") || !slices.Contains(report.Chosen, "tau-syn") {
		t.Errorf("chosen are %v", report.Chosen)
	}
}

// Layers of any depth and sparseness fire.
func TestAnyShapeFires(t *testing.T) {
	for _, change := range []func(*settings.Config){
		func(c *settings.Config) { c.Layers = []int{60, 50, 40, 30} },
		func(c *settings.Config) { c.Layers, c.InDegree = []int{60, 50}, []int{3} },
		func(c *settings.Config) { c.Layers, c.Density = []int{5}, []float64{0.2} },
		func(c *settings.Config) { c.Layers = []int{1500} },
	} {
		c, report := chosen(t, recorded(t, 1, change))
		for i, p := range report.Populations[:len(c.Layers)] {
			if p.Active < 0.05 || p.Active > 0.95 || p.Spikes > mostMeanSpikes {
				t.Errorf("layers %v, in-degree %v: population %d is %+v", c.Layers, c.InDegree, i+1, p)
			}
		}
	}
}

// mostMeanSpikes is what a population may fire at most, on average, before training.
const mostMeanSpikes = 4.01

// Data and settings with which nothing can be chosen are refused in one line that says why.
func TestWhatCannotBeChosenIsRefused(t *testing.T) {
	for want, change := range map[string]func(*settings.Config){
		"population 1 can't fire at any threshold": func(c *settings.Config) { c.HiddenWeights = []float64{-2, -1} },
		"population 2: no output neuron can fire":  func(c *settings.Config) { c.OutputWeights = []float64{-2, -1} },
		"hidden-threshold is 1000":                 func(c *settings.Config) { c.HiddenThreshold = []float64{1000} },
		"no spike in the training part":            func(c *settings.Config) { c.DataDir = silentData(t) },
	} {
		c := recorded(t, 1, change)
		_, err := Run(context.Background(), c, filepath.Join(t.TempDir(), "run"), silent{})
		var config *settings.ConfigError
		if !errors.As(err, &config) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want a ConfigError with %q", err, want)
		}
	}
}

// silentData is the directory of a data set without a spike.
func silentData(t *testing.T) string {
	t.Helper()
	d := recordings(1)
	for _, part := range []datasets.Split{d.Train, d.Test} {
		spikes := part.(*networktest.Split).Spikes
		for i := range spikes {
			spikes[i] = nil
		}
	}
	directory := t.TempDir()
	writeData(t, directory, d)
	return directory
}

// A run ends after three epochs in a row with enough training accuracy, resumed or not, and is not interrupted by that.
func TestARunEndsOnceItHasLearned(t *testing.T) {
	c := few()
	c.StopAtTrainAccuracy, c.Epochs = 1e-9, 7 // any sample that is right
	c.LearningRate = 0.01
	directory := filepath.Join(t.TempDir(), "run")
	summary, err := DefaultSchedule().Run(context.Background(), c, directory, silent{})
	must(t, err)
	if summary.Interrupted || summary.Epochs >= c.Epochs {
		t.Fatalf("%d epochs, interrupted %v, want fewer than %d", summary.Epochs, summary.Interrupted, c.Epochs)
	}
	inRow := 0
	epochs, err := record.ReadMetrics(directory)
	must(t, err)
	for i, m := range epochs {
		if inRow++; m.TrainAccuracy == 0 {
			inRow = 0
		}
		if last := i == len(epochs)-1; last != (inRow == 3) {
			t.Errorf("after epoch %d, %d in a row: it is the last is %v", m.Epoch, inRow, last)
		}
	}
	resumed, err := DefaultSchedule().Resume(context.Background(), directory, silent{})
	must(t, err)
	if resumed.Digest != summary.Digest || resumed.Epochs != summary.Epochs {
		t.Errorf("resumed: %d epochs with the digest %s, want %d and %s", resumed.Epochs, resumed.Digest, summary.Epochs, summary.Digest)
	}
}

// A network that is larger than this machine allows is refused here, but not if it stands on others: it is looked at part
// by part, and they say whether they have room.
func TestANetworkOnOtherMachinesMayBeLarge(t *testing.T) {
	none := limits.Limits{Memory: 1}
	here, there := recorded(t, 1, nil), recorded(t, 1, nil)
	s := &testbed{dataset: recordings(1)}
	var config *settings.ConfigError
	if err := s.calibrate(&here, none, Machines{}); !errors.As(err, &config) || !strings.Contains(err.Error(), "max-memory") {
		t.Errorf("error %v, want one of max-memory", err)
	}
	if err := s.calibrate(&there, none, Machines{Coordinator: struct{ terms.Coordinator }{}}); err != nil || len(there.Autos()) > 0 {
		t.Errorf("error %v, left to be chosen %v, want neither", err, there.Autos())
	}
}
