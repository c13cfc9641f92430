package lif

import (
	"math"

	"sfdfa-actors/messages"
)

// Arrival is one presynaptic spike, at time t, as a neuron of the receiving
// population sees it. Its effect on the sums is w·Q² on a and w·Q on b, since
// τ = 2 τs makes e^{t/τs} the square of e^{t/τ}.
type Arrival struct {
	Q float64 // e^{t/τ}
	// NextY is y = e^{−t/τ} at the time of the next arrival, or at the end of
	// the sample: before that a spike has to be fired. It is 0 if the next
	// arrival is simultaneous, and so has to be applied before the test.
	NextY float64
	// Reach is Y² − 2·Y·NextY with Y = 1/Q, or 0 with NextY: see mayFire.
	Reach   float64
	Synapse int32 // the synapse it arrives at: an index into the weights
}

// P returns e^{t/τs}.
func (a *Arrival) P() float64 { return a.Q * a.Q }

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

// Seal notes at each arrival when the next one comes. Simultaneous arrivals are
// all applied before the threshold is tested.
func (in *Input) Seal(m *Model) {
	nextQ, nextY := math.NaN(), m.yEnd
	for n := len(in.Arrivals) - 1; n >= 0; n-- {
		arrival := &in.Arrivals[n]
		if arrival.Q == nextQ {
			arrival.NextY, arrival.Reach = 0, 0
			continue
		}
		y := 1 / arrival.Q
		arrival.NextY, arrival.Reach = nextY, y*(y-2*nextY)
		nextQ, nextY = arrival.Q, y
	}
}

func (m *Model) arrival(time float64, synapse int32) Arrival {
	return Arrival{Q: math.Exp(time / m.TauMem), Synapse: synapse}
}
