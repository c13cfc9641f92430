package fit

import (
	"math"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
)

// Demand is what a network asks of a chip. Each figure of a core is that of the core
// which asks for the most.
type Demand struct {
	Cores       int64 `json:"cores"`
	Neurons     int64 `json:"neurons"`
	Synapses    int64 `json:"synapses"`
	LargestCore Core  `json:"largest_core"` // each number of the core with the largest
	WeightBits  int64 `json:"weight_bits"`  // that the memory is counted with
	DelayBits   int64 `json:"delay_bits"`   // likewise; 0 if no delay is kept
	DelaySteps  int64 `json:"delay_steps"`  // time steps of the longest delay, begun ones too; 0 without delays
	GradeBits   int64 `json:"grade_bits"`   // 64 for a float64; 0 if spikes carry no grades
}

// Core is what the neurons of a core take.
type Core struct {
	Neurons      int64    `json:"neurons"`
	InAxons      int64    `json:"in_axons"`  // presynaptic neurons with a synapse on the core
	OutAxons     int64    `json:"out_axons"` // pairs of a neuron and a core that its spikes go to
	Synapses     int64    `json:"synapses"`
	WeightMemory int64    `json:"weight_memory_bits"`
	DelayMemory  int64    `json:"delay_memory_bits"`
	Learning     Learning `json:"learning_state"`
}

// Memory is that of weights and delays, in bits.
func (c *Core) Memory() int64 { return c.WeightMemory + c.DelayMemory }

// Learning is the memory, in bits, that learning takes beside weights and delays, with the
// precision of the simulation.
type Learning struct {
	Moments     int64 `json:"moments_bits"`     // two of Adam for each weight and delay that is learned
	Eligibility int64 `json:"eligibility_bits"` // one number for each of them, in which a sample's or batch's gradient gathers
	Feedback    int64 `json:"feedback_bits"`    // a number for each hidden neuron and output
}

// Total is the memory of all parts.
func (l Learning) Total() int64 { return l.Moments + l.Eligibility + l.Feedback }

// feedbackBits is the width of a feedback weight, whatever the precision of the
// weights.
const feedbackBits = 64

// delayBits is the width of a delay in the simulation, whatever the precision of the weights.
const delayBits = 64

// demand returns what a network asks for with weights and delays of some width.
func demand(net *network.Network, w widths) (Demand, error) {
	picture, err := mesh.NewPicture(net, placement.Layer{}, placement.Grid{}, traffic.DefaultFormat())
	if err != nil {
		return Demand{}, err
	}
	d := Demand{Cores: int64(len(net.Cores)), WeightBits: w.weight, GradeBits: gradeBits(net), DelaySteps: w.steps(net)}
	largest, wide := &d.LargestCore, precisionBits(net)
	for _, own := range picture.Resources() {
		d.Neurons += own.Neurons
		d.Synapses += own.Synapses
		largest.Neurons = max(largest.Neurons, own.Neurons)
		largest.InAxons = max(largest.InAxons, own.InAxons)
		largest.OutAxons = max(largest.OutAxons, own.OutAxons)
		largest.Synapses = max(largest.Synapses, own.Synapses)
		learned := own.LearnedWeights*wide + own.LearnedDelays*delayBits
		state := Learning{Eligibility: learned, Feedback: own.FeedbackWeights * feedbackBits}
		if net.Learning.Optimiser.HasMoments() {
			state.Moments = 2 * learned
		}
		if own.Delays > 0 {
			d.DelayBits = w.delay
		}
		weights, delays := own.Synapses*w.weight, own.Delays*w.delay
		if weights+delays+state.Total() > largest.Memory()+largest.Learning.Total() {
			largest.WeightMemory, largest.DelayMemory, largest.Learning = weights, delays, state
		}
	}
	return d, nil
}

// widths are those of numbers on a chip, and its time step.
type widths struct {
	weight, delay int64   // bits
	timestep      float64 // s
}

// steps is the number of time steps of the longest delay of a network, begun ones too.
func (w widths) steps(net *network.Network) int64 {
	longest := 0.0
	for k := range net.Topology.Projections {
		longest = max(longest, net.Topology.Projections[k].Delays.Most())
	}
	if longest == 0 {
		return 0
	}
	return int64(math.Ceil(longest/w.timestep - 1e-9)) // which rounding of the quotient can't make a step more
}

// precisionBits is the width of a weight in the simulation.
func precisionBits(net *network.Network) int64 {
	if net.Precision == neuron.Float64 {
		return 64
	}
	return 32
}

// gradeBits is the width of the grade on a spike of a network that learns.
func gradeBits(net *network.Network) int64 {
	switch {
	case !net.Learning.Rule.Sends().Grades:
		return 0
	case net.Grades.Bits > 0:
		return int64(net.Grades.Bits)
	}
	return 64
}
