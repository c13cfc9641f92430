// Package fit reports whether a network fits on a neuromorphic chip. It compares the
// neurons, axons and synapses of each core with the chip's limits, once for presenting
// samples and once for learning from them too.
//
// It compares numbers only. Whether a chip's learning engine can run a rule, and
// whether its neurons can behave like these, is another question.
package fit
