// Package learning holds what a neuron learns by: the local gradient of its
// spike times in three equal forms, the rules that turn one broadcast error
// into a gradient, the optimisers, and the loss of the readout. For comparison
// there is back-propagation through the spikes of one neuron (adjoint.go).
//
// Everything here works on one neuron's own state; nothing looks at another
// neuron. Sources: Sections 2.2 to 2.5 of the paper (arXiv 2403.08804) and
// docs/MODEL.md for symbols and names.
package learning
