// Package rng gives every random quantity of a run a stream of its own.
//
// A stream is a function of (seed, purpose, population, neuron, sample) and of
// nothing else: never of the schedule, of the number of CPU cores or of what
// was drawn before. That is what makes one seed one result.
package rng
