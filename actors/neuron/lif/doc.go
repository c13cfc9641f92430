// Package lif is the neuron model: a leaky integrate-and-fire neuron with
// exponential synapses whose membrane time constant is twice the synaptic one,
// so that spike times have a closed form (Section 2 of the paper, Eqs. 1-4).
//
// # Equations
//
// With τ = 2 τs, c = ϑ/τ, the running sums over what has arrived so far
//
//	a = Σ_j w_ij Σ_z e^{t_j^z/τs}
//	b = Σ_j w_ij Σ_z e^{t_j^z/τ} − c Σ_k e^{T^k/τ}
//
// and y = e^{−t/τ}, the normalised membrane potential is v = b·y − a·y². A
// spike is fired when v reaches c from below; the reset takes c away, after
// which v is exactly 0.
//
// # Parameters
//
//	TauSyn     τs     synaptic time constant, s
//	TauMem     τ      membrane time constant, s; 2 τs, which is also the default
//	Threshold  ϑ      firing threshold; the model compares v with c = ϑ/τ
//	Duration   T_max  end of a sample, s
//	SpikeCap          number of spikes in one sample after which the neuron stops
//
// # State
//
//	a, b       running sums, 0 at the start of a sample
//
// # Receives
//
// Inputs, the presynaptic spikes of one sample ordered by (time, source).
//
// # Sends
//
// The neuron's own spikes in order of time.
//
// Reference: F. Bacho, D. Chu, "Forward Direct Feedback Alignment for Online
// Gradient Estimates of Spiking Neural Networks", arXiv 2403.08804.
package lif
