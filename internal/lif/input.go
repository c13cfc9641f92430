package lif

import (
	"math"

	"sfdfa-actors/messages"
)

// Arrival is one presynaptic spike, at time t, as a neuron of the receiving
// population sees it.
type Arrival struct {
	P       float64 // e^{t/τs}
	Q       float64 // e^{t/τ}
	NextY   float64 // y at the time of the next arrival, or at the end of the sample; +Inf if that is simultaneous
	Synapse int32   // the synapse it arrives at: an index into the weights
}

// Input is what reaches a neuron in one sample: its presynaptic spikes ordered
// by (time, source). Neurons with the same presynaptic partners share one
// input, so it is read-only once built.
type Input struct {
	Arrivals []Arrival
	// Grades holds the grade of each arrival, or nothing if all are 0, as
	// they are for input spikes.
	Grades []float64
}

// Reset empties the input and keeps its memory.
func (in *Input) Reset() {
	in.Arrivals = in.Arrivals[:0]
	in.Grades = in.Grades[:0]
}

// Append adds one spike at a synapse; spikes later than the model's duration
// can have no effect and are left out. After the last one call Seal.
func (in *Input) Append(m *Model, spike messages.Spike, synapse int32) {
	if spike.Time > m.Duration {
		return
	}
	in.append(m.arrival(spike.Time, synapse), spike.Grade)
}

// AppendShared is Append for a spike whose kernels stand in another input of
// the same model already.
func (in *Input) AppendShared(from *Input, index int, synapse int32) {
	arrival := from.Arrivals[index]
	arrival.Synapse = synapse
	in.append(arrival, from.grade(index))
}

func (in *Input) append(arrival Arrival, grade float64) {
	if grade != 0 && len(in.Grades) == 0 {
		// The first graded spike: those before it carried 0.
		for range in.Arrivals {
			in.Grades = append(in.Grades, 0)
		}
	}
	if grade != 0 || len(in.Grades) > 0 {
		in.Grades = append(in.Grades, grade)
	}
	in.Arrivals = append(in.Arrivals, arrival)
}

func (in *Input) grade(index int) float64 {
	if len(in.Grades) == 0 {
		return 0
	}
	return in.Grades[index]
}

// Seal notes at each arrival when the next one comes: before that a spike has
// to be fired. Simultaneous arrivals are all applied before the test, which an
// infinite y, being later than nothing, makes fail.
func (in *Input) Seal(m *Model) {
	nextP, nextY := math.NaN(), m.yEnd
	for n := len(in.Arrivals) - 1; n >= 0; n-- {
		arrival := &in.Arrivals[n]
		if arrival.P == nextP {
			arrival.NextY = math.Inf(1)
			continue
		}
		arrival.NextY = nextY
		nextP, nextY = arrival.P, 1/arrival.Q
	}
}

func (m *Model) arrival(time float64, synapse int32) Arrival {
	q := math.Exp(time / m.TauMem)
	// τ = 2 τs makes e^{t/τs} the square of e^{t/τ}.
	return Arrival{P: q * q, Q: q, Synapse: synapse}
}
