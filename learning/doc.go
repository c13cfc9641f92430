// Package learning holds what a network learns by, whatever its neuron model: the
// learning rules with their feedback, the loss and the decoding of the readout, the
// optimisers, and the names of local gradients and of the forms of the eligibility.
//
// A learning rule is a value of Rule in a file of its own, and a line in Rules. SFDFA
// and its update (Eq. 7) stand in sfdfa.go. docs/EXTENDING.md adds a rule step by step.
//
// Everything here works on one neuron's own state or on the output spikes; nothing
// looks at another neuron. Sources: Sections 2.2 to 2.5 of the paper (arXiv 2403.08804)
// and docs/MODEL.md for symbols and names.
package learning
