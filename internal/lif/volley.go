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
	Y float64 // e^{−t/τ}
	// NextY is y = e^{−t/τ} at the time of the next arrival, or at the end of
	// the sample: before that a spike has to be fired. It is 0 if the next
	// arrival is simultaneous, and so has to be applied before the test.
	NextY float64
	// Reach is Y² − 2·Y·NextY, or 0 with NextY: see mayFire.
	Reach   float64
	Synapse int32 // the synapse it arrives at: an index into the weights
}

// P returns e^{t/τs}.
func (a *Arrival) P() float64 { return a.Q * a.Q }

// Touch is an arrival at one of the synapses of a neuron that not every arrival
// reaches.
type Touch struct {
	Arrival int32 // index into the volley's arrivals
	Synapse int32 // index into the neuron's weights
}

// Volley is the spikes of one sample that reach some neurons, ordered by (time,
// source). The neurons share it, so it is read-only once built.
type Volley struct {
	Arrivals []Arrival
	// Grades holds the grade of each arrival, or nothing if all are 0, as
	// they are for input spikes.
	Grades []float64
	// Touches tell which arrivals reach whom, one neuron's after the other's,
	// where not every arrival reaches every neuron.
	Touches []Touch

	lastTime, lastQ float64 // of the arrival appended last: many are simultaneous
}

// Reset empties the volley and keeps its memory.
func (v *Volley) Reset() {
	v.Arrivals = v.Arrivals[:0]
	v.Grades = v.Grades[:0]
	v.Touches = v.Touches[:0]
}

// Load fills the volley with spikes ordered by (time, source), each arriving at
// the synapse of its source.
func (v *Volley) Load(m *Model, spikes []messages.Spike) {
	v.Reset()
	for _, spike := range spikes {
		v.Append(m, spike, spike.Source)
	}
	v.Seal(m)
}

// Append adds one spike at a synapse; spikes later than the model's duration
// can have no effect and are left out. After the last one call Seal.
func (v *Volley) Append(m *Model, spike messages.Spike, synapse int32) {
	if spike.Time > m.Duration {
		return
	}
	if len(v.Arrivals) == 0 || spike.Time != v.lastTime {
		v.lastTime, v.lastQ = spike.Time, math.Exp(spike.Time/m.TauMem)
	}
	v.Arrivals = append(v.Arrivals, Arrival{Q: v.lastQ, Y: 1 / v.lastQ, Synapse: synapse})
	v.appendGrade(spike.Grade)
}

// appendGrade notes the grade of the arrival appended last.
func (v *Volley) appendGrade(grade float64) {
	if grade == 0 && len(v.Grades) == 0 {
		return
	}
	for len(v.Grades) < len(v.Arrivals)-1 { // those before the first graded spike carried 0
		v.Grades = append(v.Grades, 0)
	}
	v.Grades = append(v.Grades, grade)
}

// Seal notes at each arrival when the next one comes. Simultaneous arrivals are
// all applied before the threshold is tested.
func (v *Volley) Seal(m *Model) {
	nextQ, nextY := math.NaN(), m.yEnd
	for n := len(v.Arrivals) - 1; n >= 0; n-- {
		arrival := &v.Arrivals[n]
		if arrival.Q == nextQ {
			arrival.NextY, arrival.Reach = 0, 0
			continue
		}
		arrival.NextY, arrival.Reach = nextY, reach(arrival.Y, nextY)
		nextQ, nextY = arrival.Q, arrival.Y
	}
}
