package model

import "sfdfa-actors/learning"

// OwnSpike is one spike of a neuron together with what its local gradient needs.
type OwnSpike struct {
	Time    float64 // T, seconds
	Y       float64 // what the model computes with: lif has e^{−T/τ}, eventlif I when the refractory time ends
	Current float64 // I, the synaptic current at the spike
	Applied int     // number of arrivals in the sample that preceded the spike
}

// AppliedBefore is the number of arrivals that preceded own spike k−1, 0 for k = 0.
// Arrivals from there up to ownSpikes[k].Applied count for own spike k first.
func AppliedBefore(ownSpikes []OwnSpike, k int) int {
	if k == 0 {
		return 0
	}
	return ownSpikes[k-1].Applied
}

// Adjoint is how much the loss changes with the two state variables of a neuron at some
// time in a sample, through the own spikes that come later. It is the same for all
// arrivals between two own spikes.
type Adjoint struct{ Alpha, Beta float64 }

// Scratch is working memory with three numbers for each synapse; the zero value is
// ready. It holds nothing between calls.
type Scratch struct{ Eligibility, First, Second []float64 }

// Reset gives every slice one 0 for each synapse.
func (s *Scratch) Reset(synapses int) {
	for _, slice := range []*[]float64{&s.Eligibility, &s.First, &s.Second} {
		if cap(*slice) < synapses {
			*slice = make([]float64, synapses)
		}
		*slice = (*slice)[:synapses]
		clear(*slice)
	}
}

// Grades appends the grade of each own spike to dst: the weighted sum of the
// grades that arrived since the neuron's previous spike, plus the perturbation
// ξ at its first one (Section 2.2 of the paper). It is the same for all models.
func Grades[W learning.Float](weights []W, in *Input, ownSpikes []OwnSpike, perturbation float64, dst []float64) []float64 {
	from := 0
	grade := perturbation
	for _, ownSpike := range ownSpikes {
		dst = append(dst, GradeBetween(weights, in, from, ownSpike.Applied, grade))
		grade, from = 0, ownSpike.Applied
	}
	return dst
}

// GradeBetween adds the weighted grades of the arrivals from one position up to another to a grade,
// in order.
func GradeBetween[W learning.Float](weights []W, in *Input, from, to int, grade float64) float64 {
	if len(in.Grades) == 0 {
		return grade
	}
	for n := from; n < to; n++ {
		_, synapse := in.At(n)
		grade += float64(weights[synapse]) * in.grade(n)
	}
	return grade
}
