// Package network checks topology, neuron model and learning settings together, as
// one network. Both engines, actors and the plain loop, build their neurons from it,
// core by core.
package network
