package neuron_test

import (
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// gradesOf presents two graded spikes to a neuron with weights of 1 and ξ = 0.1,
// and returns the grades of the spikes that it fires.
func gradesOf(t *testing.T, rule string, format messages.GradeFormat) (grades []float64, state messages.State) {
	t.Helper()
	p := newPopulation(t, rule, learning.GradientDescent)
	p.Grades = format
	p.Perturbations = func(int, uint64) float64 { return 0.1 }
	n := buildOne(p, 2)
	feedback := make([]float64, len(n.State().Feedback))
	setState(t, n, messages.State{Weights: []float64{1, 1}, Feedback: feedback})
	spikes := present(n, presentations(p, 10, []messages.Spike{{Time: 0, Grade: 0.3}, {Time: 0.1, Source: 1, Grade: 1.9}}), true, neuron.NewScratch())
	for _, spike := range spikes {
		grades = append(grades, spike.Grade)
	}
	broadcasts := []messages.ErrorBroadcast{{Sample: 10, Errors: []float64{0, 0}, Derivatives: []float64{2, -1}}}
	if err := n.Learn(broadcasts, messages.Rates{Feedback: 0.5}, neuron.NewScratch()); err != nil {
		t.Fatal(err)
	}
	return grades, n.State()
}

// Grades 0.3 + ξ, 1.9, and 0 of a third spike, leave the neuron as multiples of 0.5 up to 1.5. The ξ
// that it learns feedback from stays with the neuron, as it is.
func TestGradesLeaveTheNeuronInTheirFormat(t *testing.T) {
	exact, free := gradesOf(t, "sfdfa", messages.GradeFormat{})
	expectNear(t, "grades without a format", exact, 0.4, 1.9, 0)
	quantised, bound := gradesOf(t, "sfdfa", messages.GradeFormat{Bits: 3, Range: 1.5})
	expectNear(t, "grades of 3 bits", quantised, 0.5, 1.5, 0)
	expectNear(t, "feedback weights", bound.Feedback, free.Feedback...)
	expectNear(t, "feedback weights", free.Feedback, 0.5*2*0.1, -0.5*1*0.1)
}

func TestRulesWithoutGradesHaveNoneToQuantise(t *testing.T) {
	for _, rule := range []string{"dfa", "frozen"} {
		grades, _ := gradesOf(t, rule, messages.GradeFormat{Bits: 3, Range: 1.5})
		expectNear(t, rule, grades, 0, 0, 0)
	}
}
