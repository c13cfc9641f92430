// Package topology says which neurons there are, which of them are connected, and which
// core each one lives on.
//
// A network is a chain of populations, the first of which is the input, with
// one projection from each population to the next. Everything random about it
// is a function of the seed, so any part can be built anywhere.
package topology
