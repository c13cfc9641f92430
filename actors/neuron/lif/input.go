package lif

// Input is what reaches one neuron in one sample: a volley, or the touches of it
// that are the neuron's.
type Input struct {
	*Volley
	first, end int32 // the neuron's touches; first is −1 if all arrivals reach it
}

// Whole is the input of a neuron that every arrival of the volley reaches, each
// at the arrival's own synapse.
func Whole(v *Volley) Input { return Input{v, -1, -1} }

// Part is the input of a neuron that the volley's touches from first up to end
// reach.
func Part(v *Volley, first, end int32) Input { return Input{v, first, end} }

// IsPart tells whether only touches reach the neuron.
func (in *Input) IsPart() bool { return in.first >= 0 }

// OwnTouches are the touches of a part, in the order of the arrivals.
func (in *Input) OwnTouches() []Touch { return in.Touches[in.first:in.end] }

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
		touch := in.OwnTouches()[n]
		return &in.Arrivals[touch.Arrival], touch.Synapse
	}
	return &in.Arrivals[n], in.Arrivals[n].Synapse
}

// grade returns the grade of the n-th arrival that reaches the neuron.
func (in *Input) grade(n int) float64 {
	if in.IsPart() {
		n = int(in.OwnTouches()[n].Arrival)
	}
	return in.Grades[n]
}
