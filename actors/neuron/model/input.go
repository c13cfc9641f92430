package model

// Input is what reaches one neuron in one sample: a spike train, or the synaptic events of it
// that are the neuron's.
type Input struct {
	*SpikeTrain
	first, end int32 // the neuron's synaptic events; first is −1 if all arrivals reach it
}

// Whole is the input of a neuron that every arrival of the spike train reaches, each
// at the arrival's own synapse.
func Whole(v *SpikeTrain) Input { return Input{v, -1, -1} }

// Part is the input of a neuron that the spike train's synaptic events from first up to end
// reach.
func Part(v *SpikeTrain, first, end int32) Input { return Input{v, first, end} }

// IsPart reports whether only synaptic events reach the neuron.
func (in *Input) IsPart() bool { return in.first >= 0 }

// Events are the synaptic events of a part, in the order of the arrivals.
func (in *Input) Events() []SynapticEvent { return in.SynapticEvents[in.first:in.end] }

// Len is the number of arrivals that reach the neuron.
func (in *Input) Len() int {
	if in.IsPart() {
		return int(in.end - in.first)
	}
	return len(in.Arrivals)
}

// At returns the n-th arrival that reaches the neuron, and the synapse.
func (in *Input) At(n int) (*Arrival, int32) {
	if in.IsPart() {
		event := in.Events()[n]
		return &in.Arrivals[event.Arrival], event.Synapse
	}
	return &in.Arrivals[n], in.Arrivals[n].Synapse
}

// Position returns where the n-th arrival that reaches the neuron stands in the spike train.
func (in *Input) Position(n int) int {
	if in.IsPart() {
		return int(in.Events()[n].Arrival)
	}
	return n
}

// Grade returns the grade of the n-th arrival that reaches the neuron, 0 if none has one.
func (in *Input) Grade(n int) float64 {
	if len(in.Grades) == 0 {
		return 0
	}
	return in.grade(n)
}

// grade is Grade where there are grades.
func (in *Input) grade(n int) float64 {
	return in.Grades[in.Position(n)]
}
