// Package rng gives every random quantity of a run a stream of its own.
//
// A stream is a function of (seed, purpose, population, neuron, sample) and of nothing
// else: not of the schedule, not of the number of CPU cores, not of what was drawn
// before. Therefore one seed gives one result.
package rng
