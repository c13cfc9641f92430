package settings

import (
	"slices"
	"testing"

	"sfdfa-actors/datasets"
)

// The settings of the authors' public code for SHD: 700-128-20, τs 0.1 s, samples
// of 1 s, thresholds 1.0 and 1.2, at most 30 and 15 spikes, hidden weights from
// U(-1, 1), output weights from U(-0.9, 1.1), Adam with 1e-3, 150 epochs in
// batches of 50, targets 15 and 3, λ 0.03 and r* 2, or 0.1 and 2 for DFA.
func TestSHDHasTheAuthorsSettings(t *testing.T) {
	for rule, regularisation := range map[string]float64{"sfdfa": 0.03, "dfa": 0.1} {
		c := Defaults("shd", rule)
		want := Base()
		want.Dataset, want.Rule, want.Layers, want.Epochs, want.Batch = "shd", rule, []int{128}, 150, 50
		want.TauSyn, want.Duration, want.HiddenThreshold, want.OutputThreshold = 0.1, 1, []float64{1}, 1.2
		want.SpikeCap, want.OutputSpikeCap = 30, 15
		want.HiddenWeights, want.OutputWeights = []float64{-1, 1}, []float64{-0.9, 1.1}
		want.LearningRate, want.Regularisation, want.TargetRate, want.TargetRight, want.TargetOther = 1e-3, regularisation, 2, 15, 3
		for i, s := range All(&c) {
			got, _ := s.encode()
			if wanted, _ := All(&want)[i].encode(); got != wanted {
				t.Errorf("%s: %s is %s, want %s", rule, s.Name, got, wanted)
			}
		}
	}
	if c := Defaults("mnist", "sfdfa"); slices.Equal(c.HiddenThreshold, []float64{1}) {
		t.Error("SHD's threshold became that of MNIST")
	}
}

// What a run takes is what the data set takes without options, as for converting.
func TestFSDDHasTheStandardOptions(t *testing.T) {
	c := Defaults("fsdd", "dfa")
	if got, want := c.DataOptions().FSDD, datasets.StandardFSDD(); got != want {
		t.Errorf("options %+v, want %+v", got, want)
	}
}
