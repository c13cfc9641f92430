// Package chip says what a free run puts on a mesh of cores, over time: which core does how much, what crosses which link, and
// what that would cost on hardware. It counts spikes by neuron, and multiplies them once an interval by where they go.
package chip
