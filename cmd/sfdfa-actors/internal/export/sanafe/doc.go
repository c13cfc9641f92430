// Package sanafe writes a network on its mesh as SANA-FE reads it (Boyle and others; version 2, YAML): an architecture, and
// a network with its mapping. docs/TRAFFIC.md has the mapping.
//
//	architecture.go  the mesh, a core on each tile, with the constants of an energy profile
//	network.go       groups, edges and mapping
//	neuron.go        the neurons here as SANA-FE's leaky_integrate_fire
package sanafe
