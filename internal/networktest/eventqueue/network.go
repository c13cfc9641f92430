// Package eventqueue simulates spiking networks of any shape in the most literal way:
// one queue of events in order of time, each neuron's state relative to its last event,
// each spike time by bisection, each local gradient by traces that run forward in time.
// It is slow and shares no code with the engines, so that tests can compare them with it.
//
// A population's neurons follow τm dv/dt = −v + I and τs dI/dt = −I. An arrival adds its
// weight to I; a spike is fired when v reaches c = ϑ/τm, and leaves v = 0, for the
// refractory time if there is one, while the current goes on. Times are in seconds.
package eventqueue

// Network is a directed graph of populations.
type Network struct {
	Populations []Population
	Projections []Projection // simultaneous arrivals are summed in this order
	Output      int          // index of the output population
	Duration    float64      // T_max, seconds: spikes at that time count, later arrivals don't
}

// Population is a number of neurons with the same parameters, or a source of spikes.
type Population struct {
	Name       string  `json:"name"`
	Size       int     `json:"size"`
	TauSyn     float64 `json:"tau_s"`      // τs, seconds; 0 makes a source
	TauMem     float64 `json:"tau_m"`      // τm, seconds; may be above, below or equal to τs
	Threshold  float64 `json:"theta"`      // ϑ = c·τm
	Refractory float64 `json:"refractory"` // seconds, at least 0
	SpikeCap   int     `json:"cap"`        // spikes of a neuron in a sample, after which it is silent
}

// IsSource reports whether the population fires what a sample says.
func (p *Population) IsSource() bool { return p.TauSyn == 0 }

// Projection is the synapses from one population to another, or to itself. Two may join
// the same populations.
type Projection struct {
	From, To int // indices of populations; To is no source
	Synapses []Synapse

	FixedWeights, FixedDelays bool // are not learned
}

// Synapse joins two neurons.
type Synapse struct {
	Pre, Post     int     // indices in their populations
	Weight, Delay float64 // the delay in seconds, at least 0
}

// Sample is what one presentation is made of.
type Sample struct {
	Label         int
	Input         [][][]float64 // [population][neuron][spike] of sources, seconds, ascending
	Perturbations [][]float64   // ξ by [population][neuron]; none, or 0, for the output
}

// Result is what the network makes of one sample.
type Result struct {
	Spikes  [][][]float64 // [population][neuron][spike], seconds; none for sources
	Grades  [][][]float64 // of the same spikes
	Weights Eligibility   // Σ_k dT^k/dw
	Delays  Eligibility   // Σ_k dT^k/dd
}

// Eligibility holds, for each synapse, the derivative of the sum of the postsynaptic
// neuron's spike times, while presynaptic spike times stay.
type Eligibility struct {
	Exact, Modified [][]float64 // [projection][synapse]
}
