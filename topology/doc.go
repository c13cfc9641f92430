// Package topology says which neurons there are, which of them are connected, and which
// core each one lives on.
//
// A network is a directed graph: populations, the first of which are sources and the last
// of which is the output, and any number of projections between them, each with a
// connection rule. Everything random about it is a function of the seed, so any part can
// be built anywhere.
package topology
