package model

import (
	"slices"

	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/messages"
)

// Arrival is one presynaptic spike as a neuron of the receiving population sees it.
type Arrival struct {
	// Q is the arrival's time t in seconds until the model prepares the spike train, and
	// then what the model computes with in its place: lif has e^{t/τ}.
	Q       float64
	Synapse int32 // the synapse it arrives at: an index into the weights
}

// SynapticEvent is an arrival at one of the synapses of a neuron that not every arrival
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
	// Prepared is what the model keeps with the spike train. It stays when another one
	// is loaded, so that its memory can be used again.
	Prepared any
}

// Prefetch announces the number of spikes that will be loaded next: neurons on any CPU core
// have read what the spike train holds, in the memory that they go into.
func (v *SpikeTrain) Prefetch(spikes int) {
	prefetch.Room(v.Arrivals[:min(spikes, cap(v.Arrivals))])
	if len(v.Grades) > 0 {
		prefetch.Room(v.Grades[:min(spikes, cap(v.Grades))])
	}
}

// Load replaces the spike train by spikes ordered by (time, source), each arriving at
// the synapse of its source, and prepares it for a model.
func (v *SpikeTrain) Load(m Model, spikes []messages.Spike) { v.load(m, spikes, false) }

// LoadPacked does of Load what packed samples and learning need.
func (v *SpikeTrain) LoadPacked(m Model, spikes []messages.Spike) { v.load(m, spikes, true) }

// Clear leaves the spike train without spikes.
func (v *SpikeTrain) Clear() {
	v.Arrivals, v.Grades, v.SynapticEvents = v.Arrivals[:0], v.Grades[:0], v.SynapticEvents[:0]
}

func (v *SpikeTrain) load(m Model, spikes []messages.Spike, packed bool) {
	v.Clear()
	v.Arrivals = slices.Grow(v.Arrivals, len(spikes))
	end := m.End()
	for i := range spikes {
		v.Append(&spikes[i], spikes[i].Source, end)
	}
	m.Prepare(v, packed)
}

// Append adds one spike at a synapse, unless it comes after the end of the sample. After
// the last one the model has to prepare the spike train.
func (v *SpikeTrain) Append(spike *messages.Spike, synapse int32, end float64) {
	if spike.Time > end {
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
