// Package placement is the geometry of simulated hardware: the mesh of cores, the core
// on which each neuron lives, and the synapses that each core therefore holds.
package placement
