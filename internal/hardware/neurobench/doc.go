// Package neurobench counts what the NeuroBench leaderboards list, under their
// names: footprint, connection and activation sparsity, synaptic operations and
// arrivals of a network that is presented with samples.
//
// NeuroBench's harness counts on networks with time steps. What has no meaning
// without one takes a time step dt, which stands beside it; everything else is
// counted event by event. docs/NEUROBENCH.md has the definitions.
//
// Reference: J. Yik et al., "The NeuroBench framework for benchmarking neuromorphic
// computing algorithms and systems", arXiv 2304.04640.
package neurobench
