// Package nir writes networks as graphs of the Neuromorphic Intermediate Representation
// (NIR; Pedersen and others, 2024, DOI 10.1038/s41467-024-52259-9), and reads such graphs: HDF5 files in
// the layout of the Python package nir 1.0. docs/NIR.md has the mapping.
//
//	graph.go       graphs: nodes with fields, and edges
//	write.go       into an HDF5 file
//	convention.go  what others take a time, a spike and a step of a clock for
//	cuba.go        the neurons here as a CubaLIF node
//	describe.go    a network as a graph without weights
//	weights.go     what was learned, in the graph's Linear nodes
package nir
