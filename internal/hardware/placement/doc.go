// Package placement is the geometry of simulated hardware: the mesh of cores, where on it
// each neuron lives, and which synapses that gives each core.
package placement
