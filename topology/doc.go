// Package topology says which neurons there are, which of them are connected,
// and on which core of the simulated neuromorphic hardware each one lives.
//
// A network is a chain of populations, the first of which is the input, with
// one projection from each population to the next. Everything random about it
// is a function of the seed, so any part can be built anywhere.
package topology
