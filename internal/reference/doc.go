// Package reference runs a network in one plain loop, without actors: the same
// samples, the same order of sums, the same bits. It is the yardstick of the
// actor engine, for results and for speed.
package reference
