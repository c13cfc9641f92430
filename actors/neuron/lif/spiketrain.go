package lif

import (
	"math"
	"slices"

	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/messages"
)

// Arrival is one presynaptic spike, at time t, as a neuron of the receiving
// population sees it. Its effect on the sums is w·Q² on a and w·Q on b, since
// τ = 2 τs makes e^{t/τs} the square of e^{t/τ}.
type Arrival struct {
	Q       float64 // e^{t/τ}
	Synapse int32   // the synapse it arrives at: an index into the weights
}

// P returns e^{t/τs}.
func (a *Arrival) P() float64 { return a.Q * a.Q }

// gap is what the threshold test between an arrival and the next one needs. It lies
// apart from the arrival, since learning needs the arrivals alone, and neurons that not
// every arrival reaches need few gaps.
type gap struct {
	y float64 // e^{−t/τ} at the arrival
	// nextY is y at the time of the next arrival, or at the end of the sample: before
	// that a spike has to be fired. It is 0 if the next arrival is simultaneous, and so
	// has to be applied before the test.
	nextY float64
	reach float64 // y² − 2·y·nextY, or 0 with nextY: see mayFire
}

// Touch is an arrival at one of the synapses of a neuron that not every arrival
// reaches.
type SynapticEvent struct {
	Arrival int32 // index into the spike train's arrivals
	Synapse int32 // index into the neuron's weights
}

// SpikeTrain is the spikes of one sample that reach some neurons, ordered by (time,
// source). The neurons share it, so it is read-only once built.
type SpikeTrain struct {
	Arrivals []Arrival
	// Grades holds the grade of each arrival, or nothing if all are 0, as
	// they are for input spikes.
	Grades []float64
	// SynapticEvents tell which arrivals reach whom, one neuron's after the other's,
	// where not every arrival reaches every neuron.
	SynapticEvents []SynapticEvent

	gaps []gap // by arrival; none after LoadArrivals
}

// Reset empties the spike train and keeps its memory.
func (v *SpikeTrain) Reset() {
	v.Arrivals = v.Arrivals[:0]
	v.Grades = v.Grades[:0]
	v.SynapticEvents = v.SynapticEvents[:0]
	v.gaps = v.gaps[:0]
}

// Expect says that so many spikes will be loaded soon: neurons on any CPU core have read what the
// spike train holds, in the memory that they go into.
func (v *SpikeTrain) Prefetch(spikes int) {
	prefetch.Room(v.Arrivals[:min(spikes, cap(v.Arrivals))])
	if len(v.Grades) > 0 {
		prefetch.Room(v.Grades[:min(spikes, cap(v.Grades))])
	}
}

// Load fills the spike train with spikes ordered by (time, source), each arriving at
// the synapse of its source.
func (v *SpikeTrain) Load(m *Model, spikes []messages.Spike) {
	v.LoadArrivals(m, spikes)
	v.measure(m)
}

// LoadArrivals does of Load what packed samples and learning need. Integrate needs the rest, and panics.
func (v *SpikeTrain) LoadArrivals(m *Model, spikes []messages.Spike) {
	v.Reset()
	v.Arrivals = slices.Grow(v.Arrivals, len(spikes))
	for i := range spikes {
		v.Append(m, &spikes[i], spikes[i].Source)
	}
	v.exponentiate(m)
}

// Append adds one spike at a synapse; spikes later than the model's duration
// can have no effect and are left out. After the last one call Seal: until then
// the arrival's Q is its time.
func (v *SpikeTrain) Append(m *Model, spike *messages.Spike, synapse int32) {
	if spike.Time > m.Duration {
		return
	}
	v.Arrivals = append(v.Arrivals, Arrival{Q: spike.Time, Synapse: synapse})
	if spike.Grade != 0 || len(v.Grades) > 0 {
		v.appendGrade(spike.Grade)
	}
}

// appendGrade notes the grade of the arrival appended last.
func (v *SpikeTrain) appendGrade(grade float64) {
	for len(v.Grades) < len(v.Arrivals)-1 { // those before the first graded spike carried 0
		v.Grades = append(v.Grades, 0)
	}
	v.Grades = append(v.Grades, grade)
}

// Seal ends a spike train of arrivals that were appended. It is called once for a spike train.
func (v *SpikeTrain) Seal(m *Model) {
	v.exponentiate(m)
	v.measure(m)
}

// exponentiate turns the times of the arrivals into their Q, once for simultaneous ones.
func (v *SpikeTrain) exponentiate(m *Model) {
	arrivals := v.Arrivals
	time, q := math.NaN(), 0.0
	for n := range arrivals {
		if arrivals[n].Q != time {
			time = arrivals[n].Q
			q = math.Exp(time / m.TauMem)
		}
		arrivals[n].Q = q
	}
}

// measure notes the gaps behind the arrivals.
func (v *SpikeTrain) measure(m *Model) { v.gaps = gapsOf(m, v.Arrivals, v.gaps) }

// gapsOf returns the gap behind each of the arrivals, in dst if it is large enough. Simultaneous arrivals
// are all applied before the threshold is tested.
func gapsOf(m *Model, arrivals []Arrival, dst []gap) []gap {
	gaps := slices.Grow(dst[:0], len(arrivals))[:len(arrivals)]
	nextQ, nextY := math.NaN(), m.yEnd
	for n := len(arrivals) - 1; n >= 0; n-- {
		q := arrivals[n].Q
		if q == nextQ {
			gaps[n] = gap{y: nextY}
			continue
		}
		y := 1 / q
		gaps[n] = gap{y, nextY, reach(y, nextY)}
		nextQ, nextY = q, y
	}
	return gaps
}
