// Package fit reports whether a network fits on a neuromorphic chip: how much of
// what each core has its neurons, axons and synapses take, for presenting samples
// and, apart from that, for learning from them.
//
// It compares numbers. Whether a chip's learning engine can run a rule, and whether
// its neurons can be made to behave like these, is another question.
package fit
