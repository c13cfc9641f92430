package record

import (
	"testing"

	"sfdfa-actors/messages"
)

// A score counts what the network's tie rule got right, what the lowest index
// would have, and the mean loss.
func TestScoreByHand(t *testing.T) {
	var s Score
	s.Add([]messages.Outcome{
		{Label: 1, Prediction: 1, Lowest: 0, Loss: 2},
		{Label: 2, Prediction: 2, Lowest: 2, Loss: 0.5},
		{Label: 0, Prediction: 3, Lowest: 0, Loss: 1, Undecided: true},
	})
	s.Add([]messages.Outcome{{Label: 4, Prediction: 4, Lowest: 1, Loss: 0.5}})
	if got := s.Accuracy(); got != 75 {
		t.Errorf("accuracy %v %%, want 75 %%", got)
	}
	if got := s.AccuracyLowestIndex(); got != 50 {
		t.Errorf("accuracy with ties to the lowest index %v %%, want 50 %%", got)
	}
	if got := s.MeanLoss(); got != 1 {
		t.Errorf("mean loss %v, want 1", got)
	}
	if s.Undecided != 1 {
		t.Errorf("%d undecided, want 1", s.Undecided)
	}
	var none Score
	if none.Accuracy() != 0 || none.AccuracyLowestIndex() != 0 || none.MeanLoss() != 0 {
		t.Error("without samples a score is not 0")
	}
}

// Training figures are per sample, and per neuron where they say so.
func TestTrainingMetricsByHand(t *testing.T) {
	tally := messages.Tally{
		Count: messages.Count{
			Samples: 4, InputSpikes: 1000, HiddenSpikes: 90, OutputSpikes: 30,
			SpikePackets: 200, SynapticEvents: 5000, Broadcasts: 8, BroadcastWords: 48, Envelopes: 12,
		},
		Silent: 3, Neurons: 10,
	}
	var m Metrics
	m.AddTraining(&Score{Samples: 4, Right: 3, Lowest: 1, Loss: 10}, tally, 2, 0)
	want := Metrics{
		TrainAccuracy: 75, TrainLoss: 2.5, SpikesPerNeuron: 3, SilentNeurons: 3, Neurons: 10,
		MessagesPerSample: 52, SynapticEventsPerSample: 1250, EnvelopesPerSample: 3,
		TrainSeconds: 2, SamplesPerSecond: 2, Traffic: tally,
	}
	if m != want {
		t.Errorf("metrics\n%+v, want\n%+v", m, want)
	}
}

// The summary has the last epoch's figures and the best epoch's accuracy, the
// first of several that are equal.
func TestSummaryByHand(t *testing.T) {
	validation := 61.0
	var s Summary
	for _, m := range []Metrics{
		{Epoch: 1, TestAccuracy: 50},
		{Epoch: 2, TestAccuracy: 70, TestAccuracyLowestIndex: 69},
		{Epoch: 3, TestAccuracy: 70},
		{
			Epoch: 4, TestAccuracy: 60, TestAccuracyLowestIndex: 59, TestLoss: 1.5,
			TrainAccuracy: 65, TrainLoss: 1.25, ValidationAccuracy: &validation,
		},
	} {
		s.AddEpoch(&m)
	}
	if *s.BestTestAccuracy != 70 || s.BestEpoch != 2 {
		t.Errorf("best is %v %% in epoch %d, want 70 %% in epoch 2", *s.BestTestAccuracy, s.BestEpoch)
	}
	if *s.TestAccuracy != 60 || *s.TestAccuracyLowestIndex != 59 || *s.TestLoss != 1.5 || *s.TrainAccuracy != 65 ||
		*s.TrainLoss != 1.25 || *s.ValidationAccuracy != 61 || s.Epochs != 4 || s.Last.Epoch != 4 {
		t.Errorf("summary %+v, want the figures of epoch 4", s)
	}
	var none Summary
	none.AddEpoch(&Metrics{Epoch: 1})
	if none.BestEpoch != 1 {
		t.Errorf("with 0 %% the best epoch is %d, want 1", none.BestEpoch)
	}
	// Where no output neuron fires, all ties go to one class, and its share is no accuracy.
	var dead Summary
	dead.AddEpoch(&Metrics{Epoch: 1, TestAccuracy: 100, TestSamples: 7, TestUndecided: 7})
	if dead.BestEpoch != 0 || dead.BestTestAccuracy != nil || *dead.TestUndecided != 7 {
		t.Errorf("of a dead network epoch %d is the best, %d samples undecided; want none, 7", dead.BestEpoch, *dead.TestUndecided)
	}
	dead.AddEpoch(&Metrics{Epoch: 2, TestAccuracy: 30, TestSamples: 7, TestUndecided: 6})
	if dead.BestEpoch != 2 {
		t.Errorf("the best epoch is %d, want 2, the first in which an output neuron fires", dead.BestEpoch)
	}
	s.SetRate(300, 2)
	if s.SamplesPerSecond != 150 {
		t.Errorf("%v samples per second, want 150", s.SamplesPerSecond)
	}
}
