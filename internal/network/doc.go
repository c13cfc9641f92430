// Package network puts topology, neuron model and learning settings together
// into one network, of which either engine builds its neurons core by core.
package network
