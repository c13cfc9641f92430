// Package traffic counts what a network sends: in logical units, which depend
// on the network and its spikes only, and in physical envelopes, which depend
// on how an engine carries them.
package traffic
