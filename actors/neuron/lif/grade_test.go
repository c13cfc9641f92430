package lif_test

import (
	"math"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

func gradesOf(t *testing.T, weights []float64, perturbation float64, spikes ...messages.Spike) []float64 {
	t.Helper()
	m := newModel(t, round)
	input := newInput(m, spikes)
	return model.Grades(weights, input, lif.Integrate(m, weights, input, nil), perturbation, nil)
}

func expectGrades(t *testing.T, got []float64, want ...float64) {
	t.Helper()
	if !slices.EqualFunc(got, want, func(x, y float64) bool { return math.Abs(x-y) < 1e-15 }) {
		t.Errorf("grades %v, want %v", got, want)
	}
}

// "The first spike of the sample carries the perturbation", the later ones do
// not, and input spikes carry 0. Reference: Section 2.2.
func TestTheFirstSpikeCarriesThePerturbation(t *testing.T) {
	expectGrades(t, gradesOf(t, []float64{1}, 0.7, messages.Spike{}, messages.Spike{Time: 0.5}), 0.7, 0)
}

// An input spike adds its grade times the weight. Reference: Section 2.2, Eq. 6.
func TestInputGradesAddUpByWeight(t *testing.T) {
	got := gradesOf(t, []float64{0.3, 0.4}, 0.5,
		messages.Spike{Time: 0, Grade: 2, Source: 0},
		messages.Spike{Time: 0.001, Grade: 0, Source: 0},
		messages.Spike{Time: 0.002, Grade: -3, Source: 1})
	expectGrades(t, got, 0.5+0.3*2-0.4*3)
}

// A grade that comes after ungraded spikes finds its own arrival.
func TestAGradeAfterUngradedSpikes(t *testing.T) {
	got := gradesOf(t, []float64{0.3, 0.5, 0.7}, 0,
		messages.Spike{Time: 0, Source: 0},
		messages.Spike{Time: 0, Source: 1},
		messages.Spike{Time: 0, Source: 2, Grade: 10})
	if len(got) == 0 {
		t.Fatal("no spike")
	}
	if math.Abs(got[0]-7) > 1e-14 {
		t.Errorf("the first spike carries %v, want 0.7·10", got[0])
	}
}

// After a spike the grade is 0 again: each spike carries what came since the
// one before it. Reference: Section 2.2.
func TestTheGradeIsResetByASpike(t *testing.T) {
	got := gradesOf(t, []float64{1, -0.25}, 0,
		messages.Spike{Time: 0, Grade: 4, Source: 0},
		messages.Spike{Time: 0.3, Grade: 8, Source: 1},
		messages.Spike{Time: 0.6, Grade: 1, Source: 0})
	expectGrades(t, got, 4, -0.25*8+1)
}

// Grades that arrive after the last spike leave with none.
func TestGradesAfterTheLastSpikeAreLost(t *testing.T) {
	got := gradesOf(t, []float64{1, -1}, 0,
		messages.Spike{Time: 0, Grade: 4, Source: 0},
		messages.Spike{Time: 0.3, Grade: 8, Source: 1})
	expectGrades(t, got, 4)
}
