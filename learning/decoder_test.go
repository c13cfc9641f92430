package learning_test

import (
	"reflect"
	"testing"

	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

func settings(ties learning.TieRule) *learning.Settings {
	return &learning.Settings{Rule: learning.SFDFA{}, Targets: learning.Targets{Right: 3, Other: 1}, Ties: ties}
}

// sample has 2 spikes of neuron 1, 0 of neuron 0, 2 of neuron 2 (whose first
// comes before the other's) and 1 of neuron 3.
func sample() []messages.Spike {
	return []messages.Spike{
		{Time: 0.1, Grade: 0.5, Source: 2},
		{Time: 0.2, Grade: -2, Source: 1},
		{Time: 0.3, Grade: 0.25, Source: 1},
		{Time: 0.4, Grade: 0, Source: 3},
		{Time: 0.5, Grade: 4, Source: 2},
	}
}

// Errors are target counts less spike counts, the derivative of a neuron is the
// sum of its grades, the loss half the sum of the squared errors.
func TestDecodeByHand(t *testing.T) {
	outcome, broadcast := learning.NewDecoder(settings(learning.EarliestSpike), 4).Decode(sample(), 3)
	// Targets 1, 1, 1, 3; counts 0, 2, 2, 1.
	if want := []float64{1, -1, -1, 2}; !reflect.DeepEqual(broadcast.Errors, want) {
		t.Errorf("errors %v, want %v", broadcast.Errors, want)
	}
	if want := []float64{0, -1.75, 4.5, 0}; !reflect.DeepEqual(broadcast.Derivatives, want) {
		t.Errorf("derivatives %v, want %v", broadcast.Derivatives, want)
	}
	want := messages.Outcome{Label: 3, Prediction: 2, Lowest: 1, Loss: 3.5}
	if outcome != want {
		t.Errorf("outcome %+v, want %+v", outcome, want)
	}
}

// signErrors is DFA whose broadcasts carry signs.
type signErrors struct{ learning.DFA }

func (signErrors) ErrorBits() int { return 2 }

func (signErrors) Coarsen(errors []float64) {
	for o, e := range errors {
		errors[o] = max(-1, min(1, e))
	}
}

// The loss is that of the errors, whatever a rule makes of them in its broadcasts.
func TestCoarseErrorsAreBroadcast(t *testing.T) {
	s := settings(learning.EarliestSpike)
	s.Rule = signErrors{}
	outcome, broadcast := learning.NewDecoder(s, 4).Decode(sample(), 3)
	if want := []float64{1, -1, -1, 1}; !reflect.DeepEqual(broadcast.Errors, want) || outcome.Loss != 3.5 {
		t.Errorf("errors %v, loss %v; want %v, 3.5", broadcast.Errors, outcome.Loss, want)
	}
}

// Without an output spike there is nothing to decide by.
func TestWithoutASpikeASampleIsUndecided(t *testing.T) {
	decoder := learning.NewDecoder(settings(learning.EarliestSpike), 4)
	if outcome, _ := decoder.Decode(nil, 0); !outcome.Undecided {
		t.Errorf("outcome %+v of no spike, want it undecided", outcome)
	}
	if outcome, _ := decoder.Decode(sample()[:1], 0); outcome.Undecided {
		t.Errorf("outcome %+v of a spike, want it decided", outcome)
	}
}

// A rule that sends no derivatives has errors alone to broadcast.
func TestOnlyWhatTheRuleSendsIsBroadcast(t *testing.T) {
	s := settings(learning.EarliestSpike)
	s.Rule = learning.DFA{}
	if _, broadcast := learning.NewDecoder(s, 4).Decode(sample(), 3); len(broadcast.Errors) != 4 || broadcast.Derivatives != nil {
		t.Errorf("broadcast %+v, want 4 errors and no derivatives", broadcast)
	}
}

// A tie goes to the neuron that fired first, or to the lowest index, as the tie
// rule says; Lowest tells the latter either way.
func TestTiesGoByTheRule(t *testing.T) {
	for rule, want := range map[learning.TieRule]int{learning.EarliestSpike: 2, learning.LowestIndex: 1} {
		outcome, _ := learning.NewDecoder(settings(rule), 4).Decode(sample(), 0)
		if outcome.Prediction != want || outcome.Lowest != 1 {
			t.Errorf("%s: predicts %d, lowest index %d; want %d and 1", rule, outcome.Prediction, outcome.Lowest, want)
		}
	}
}

// What is first is the first spike, not the last: neuron 0 fires first and last.
func TestAFirstSpikeIsTheFirst(t *testing.T) {
	spikes := []messages.Spike{{Time: 0.1, Source: 1}, {Time: 0.2, Source: 0}, {Time: 0.3, Source: 0}, {Time: 0.9, Source: 1}}
	if outcome, _ := learning.NewDecoder(settings(learning.EarliestSpike), 2).Decode(spikes, 0); outcome.Prediction != 1 {
		t.Errorf("predicts %d, want neuron 1, whose first spike is at 0.1", outcome.Prediction)
	}
}

// Nothing of a sample is left in the next, and a broadcast belongs to whoever
// got it.
func TestSamplesAreDecodedByThemselves(t *testing.T) {
	d := learning.NewDecoder(settings(learning.EarliestSpike), 4)
	_, before := d.Decode(sample(), 3)
	outcome, broadcast := d.Decode([]messages.Spike{{Time: 0.9, Grade: 1, Source: 0}}, 0)
	if want := (messages.Outcome{Loss: 3.5}); outcome != want {
		t.Errorf("outcome %+v, want %+v", outcome, want)
	}
	if !reflect.DeepEqual(broadcast.Errors, []float64{2, 1, 1, 1}) || !reflect.DeepEqual(broadcast.Derivatives, []float64{1, 0, 0, 0}) {
		t.Errorf("broadcast %+v, want errors 2, 1, 1, 1 and derivatives 1, 0, 0, 0", broadcast)
	}
	if !reflect.DeepEqual(before.Errors, []float64{1, -1, -1, 2}) {
		t.Errorf("the broadcast before it became %v", before.Errors)
	}
	if outcome, broadcast = d.Decode(nil, 1); outcome.Prediction != 0 || broadcast.Errors[1] != 3 {
		t.Errorf("without a spike: predicts %d with errors %v, want 0 and an error of 3 for neuron 1", outcome.Prediction, broadcast.Errors)
	}
	if extended := append(broadcast.Errors, 99); broadcast.Derivatives[0] == 99 {
		t.Errorf("appending to the errors %v writes into the derivatives", extended)
	}
}
