package settings

import (
	"reflect"
	"slices"
	"testing"
)

// everything is what calibration may choose.
var everything = []string{"epochs", "stop-at-train-accuracy", "hidden-weights", "output-weights", "tau-syn", "duration", "hidden-threshold",
	"output-threshold", "batch", "learning-rate", "learning-rate-decay", "epsilon", "feedback-rate", "regularisation", "target-rate"}

// Constants of unfamiliar data are left to be chosen, and of a sparse network those that depend on its shape; what is
// given stands, and presets and dense networks keep what they have.
func TestCalibrationLeavesToBeChosenWhatNobodyGave(t *testing.T) {
	for text, want := range map[string][]string{
		"dataset: mnist\n":                                        nil,
		"dataset: mnist\nlayers: [300, 20]\n":                     nil,
		"dataset: mnist\nin-degree: 100\n":                        shaped,
		"dataset: mnist\ndensity: [0.1, 0]\n":                     shaped,
		"dataset: mnist\nin-degree: 0\n":                          nil,
		"dataset: mnist\nin-degree: 100\ncalibrate: off\n":        nil,
		"dataset: mnist\nin-degree: 100\npreset: mnist\n":         nil,
		"dataset: mnist\nin-degree: 100\nhidden-threshold: 0.1\n": {"output-weights", "output-threshold", "learning-rate", "feedback-rate"},
		"dataset: yinyang\ncalibrate: on\n":                       everything,
		"dataset: yinyang\nbatch: auto\n":                         {"batch"},
		"dataset: npz\n":                                          everything,
		"dataset: npz\ncalibrate: off\n":                          nil,
	} {
		c := resolved(t, BaseDefaults, text)
		if got := c.Autos(); !sameNames(got, want) {
			t.Errorf("%q leaves %v, want %v", text, got, want)
		}
	}
	// A study of the traffic of generated data has one epoch unless it asks for more.
	if c := resolved(t, BaseDefaults, "dataset: patterns\n"); slices.Contains(c.Autos(), "epochs") || !slices.Contains(c.Autos(), "tau-syn") {
		t.Errorf("patterns leaves %v", c.Autos())
	}
}

func sameNames(got, want []string) bool {
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	return slices.Equal(got, want)
}

// What is not chosen yet survives being written, as YAML and as JSON.
func TestAutoSurvivesBeingWritten(t *testing.T) {
	c := resolved(t, BaseDefaults, "dataset: npz\nlearning-rate: 0.5\n")
	text, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if again := resolved(t, BaseDefaults, string(text)); !reflect.DeepEqual(again.Autos(), c.Autos()) || again.LearningRate != 0.5 {
		t.Errorf("read back: %v, want %v", again.Autos(), c.Autos())
	}
	if text, err = c.MarshalJSON(); err != nil {
		t.Fatal(err)
	}
	var again Config
	if err := again.UnmarshalJSON(text); err != nil || !reflect.DeepEqual(again.Autos(), c.Autos()) {
		t.Errorf("JSON read back: %v, error %v, want %v", again.Autos(), err, c.Autos())
	}
}
