// Package eventlif is a neuron model: a leaky integrate-and-fire neuron with
// exponential synapses and any two time constants, which may be refractory. It
// carries its state from event to event, so a sample may be of any length and
// may be cut into windows: the bits are those of the whole.
//
// # Equations
//
//	τm dv/dt = −v + I + u,    τs dI/dt = −I
//
// where an arrival adds its weight to I, and u is a constant current. A spike is
// fired when v reaches c = ϑ/τm from below. It sets v to 0, where it stays for the
// refractory time while the current goes on. With τm = 2 τs and neither that nor u it
// is the neuron of package lif. Counted from the start E of an epoch, and with
// k = τs/(τm − τs),
//
//	v = u + k·( Mem·e^{−(t−E)/τm} − Syn·e^{−(t−E)/τs} ),    I = Syn·e^{−(t−E)/τs}
//
// where an arrival at t adds w·e^{(t−E)/τm} to Mem and w·e^{(t−E)/τs} to Syn.
// While refractory it adds to Syn alone; at the end Mem is what makes v = 0.
//
// # Parameters
//
//	TauSyn      τs     synaptic time constant, s
//	TauMem      τm     membrane time constant, s; 2 τs by default, not within 1 % of τs
//	Threshold   ϑ      firing threshold; the model compares v with c = ϑ/τm
//	Duration    T_max  end of a sample, s
//	Refractory  t_ref  time for which v stays 0 after a spike, s; 0 by default
//	Current     u      constant current, in the unit of weights; 0 by default
//	SpikeCap           number of spikes in one sample after which the neuron stops
//
// # State
//
// See State. Its bits follow from the events before the end of the last window: from
// arrivals, own spikes and ends of refractoriness. Epochs have a fixed length, and
// the state enters one when an event in it is applied, never at a window's border.
//
// # Receives
//
// Inputs, the presynaptic spikes of one sample, or of one window of it, ordered by
// (time, source).
//
// # Sends
//
// The neuron's own spikes in order of time.
package eventlif
