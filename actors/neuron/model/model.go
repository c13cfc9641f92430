package model

import "sfdfa-actors/learning"

// Model is a neuron model with the parameters of one population. The neurons of the
// population share it on all CPU cores, so it is read-only.
//
// Its methods are called once for a spike train, or once for a neuron and a sample, and
// never for a single synaptic event: the loops over those stay in the model.
type Model interface {
	// End is the end of a sample in seconds. Spikes that arrive later have no effect.
	End() float64
	// Prepare turns the times of a spike train's arrivals into what the model computes
	// with. A spike train that will be packed is never integrated alone, so what
	// only that needs may be left out.
	Prepare(train *SpikeTrain, packed bool)
	// NewPacked returns packed samples without contents, or nil if the model integrates
	// one sample after the other.
	NewPacked() Packed

	// Accumulate adds scale·E_j to dst[j] for every synapse j, where E_j = Σ_k dT^k/dw_j
	// is the eligibility that one sample's input and own spikes left. dst has one entry
	// for each synapse. All forms give the same up to rounding.
	Accumulate(form learning.Form, g learning.Gradient, input *Input, ownSpikes []OwnSpike, scale float64, dst []float64, scratch *Scratch)
	// Adjoints writes into dst[k] the adjoint that the arrivals between a neuron's own
	// spikes k−1 and k of one sample have, given errors[k] = ∂L/∂T^k from outside the
	// neuron, in units of the loss per second. Errors that are missing at the end are 0,
	// and pull is added to all. dst has one entry for each own spike.
	Adjoints(g learning.Gradient, ownSpikes []OwnSpike, errors []float64, pull float64, dst []Adjoint)
	// AccumulateAdjoints adds ∂L/∂w_j of one sample to dst[j] for every synapse j.
	AccumulateAdjoints(input *Input, ownSpikes []OwnSpike, adjoints []Adjoint, dst []float64)

	// Float32 and Float64 return what the model does with weights of either type.
	Float32() Kernel[float32]
	Float64() Kernel[float64]
}

// Kernel is what a model does with weights of type W. weights[s] is the weight of
// synapse s.
type Kernel[W learning.Float] interface {
	// Integrate runs one neuron through several samples and appends the spikes that it
	// fires in each to dst, at the position of the sample. packed holds the same inputs
	// side by side, or is nil.
	Integrate(weights []W, inputs []Input, packed Packed, dst [][]OwnSpike)
	// Peak is the largest threshold at which the neuron fires in one sample, or 0 if it never does.
	Peak(weights []W, input *Input) float64
	// HandBack adds ∂L/∂t of one sample to dst[n] for every arrival n of the spike train
	// that reaches the neuron: how a presynaptic spike's time changes the loss through
	// this neuron.
	HandBack(weights []W, input *Input, ownSpikes []OwnSpike, adjoints []Adjoint, dst []float64)
}

// Packed is the spike trains of several samples in the form in which a model integrates
// them at once. Neurons share it, so it is read-only once filled.
type Packed interface {
	// Fill takes spike trains that are prepared to be packed.
	Fill(trains []SpikeTrain)
}

// DelayKernel is a kernel of a model whose synapses may learn their delays.
type DelayKernel[W learning.Float] interface {
	Kernel[W]
	// AccumulateDelays adds scale·Σ_k dT^k/dd_j to dst[j] for every synapse j, where d_j is the
	// delay with which spikes arrive there: as Accumulate, by delays instead of weights. The
	// derivative has no unit; it is positive where more delay makes the spikes later.
	AccumulateDelays(g learning.Gradient, weights []W, input *Input, ownSpikes []OwnSpike, scale float64, dst []float64)
}
