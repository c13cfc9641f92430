// Package traffic counts what a network sends and does: in logical units, which
// depend on the network and its spikes only (Count), in physical envelopes, which
// depend on how an engine carries them, and on simulated hardware by purpose
// (Account); and how active each neuron was (Activity), from which package
// internal/hardware/mesh fills in accounts.
package traffic
