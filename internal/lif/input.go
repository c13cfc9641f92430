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

// Touch is an arrival at one of the synapses of a neuron that not every arrival
// reaches.
type Touch struct {
	Arrival int32 // index into the input's arrivals
	Synapse int32 // index into the neuron's weights
}

// Input is what reaches a neuron in one sample: its presynaptic spikes ordered
// by (time, source). Neurons share arrivals and grades, so an input is read-only
// once built.
type Input struct {
	Arrivals []Arrival
	// Grades holds the grade of each arrival, or nothing if all are 0, as
	// they are for input spikes.
	Grades []float64
	// Partial says that only Touches, in order, reach the neuron. Otherwise
	// every arrival does, at the arrival's own synapse.
	Partial bool
	Touches []Touch
}

// Len is the number of arrivals that reach the neuron.
func (in *Input) Len() int {
	if in.Partial {
		return len(in.Touches)
	}
	return len(in.Arrivals)
}

// At returns the n-th arrival that reaches the neuron, and the synapse.
func (in *Input) At(n int) (*Arrival, int32) {
	if in.Partial {
		touch := in.Touches[n]
		return &in.Arrivals[touch.Arrival], touch.Synapse
	}
	return &in.Arrivals[n], in.Arrivals[n].Synapse
}

// grade returns the grade of the n-th arrival that reaches the neuron.
func (in *Input) grade(n int) float64 {
	if in.Partial {
		n = int(in.Touches[n].Arrival)
	}
	return in.Grades[n]
}

// Reset empties the input and keeps its memory. Only inputs without touches are
// used again.
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
