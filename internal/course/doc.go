// Package course works out what a sample does to one neuron: its membrane potential and its synaptic current, in closed
// form, from the spikes of the others.
package course
