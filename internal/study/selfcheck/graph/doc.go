// Package graph is worked cases of networks of any shape, given synapse by synapse: their form in files, their
// checks, and the networks that engines make of them.
package graph
