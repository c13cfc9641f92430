package messages

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// State is what a neuron has learned. Values of float32 networks are exact in
// float64.
type State struct {
	Weights  []float64 // by synapse
	Feedback []float64 // by output neuron; none for output neurons
	First    []float64 // Adam's first moment by synapse; none without Adam
	Second   []float64 // Adam's second moment by synapse; none without Adam
	Averages []float64 // running mean of the weight by synapse; none without
	MeanRate []float64 // running mean of its spikes per sample, one number; none without, nor for output neurons
	Silence  []float64 // batches since it fired last, one number; none for neurons that are never revived
	Steps    int       // optimiser steps taken

	Delays      []float64 // by synapse, in seconds; none where the population learns none
	DelayFirst  []float64 // Adam's first moment of the delays; none without Adam, or without Delays
	DelaySecond []float64 // Adam's second moment of the delays, likewise
}

// CloneStates returns states in memory of their own.
func CloneStates(states []State) []State {
	cloned := slices.Clone(states)
	for i := range cloned {
		c := &cloned[i]
		for _, values := range []*[]float64{
			&c.Weights, &c.Feedback, &c.First, &c.Second, &c.Averages, &c.MeanRate, &c.Silence, &c.Delays, &c.DelayFirst, &c.DelaySecond,
		} {
			*values = slices.Clone(*values)
		}
	}
	return cloned
}

// Digest is a SHA-256 checksum.
type Digest [sha256.Size]byte

// String returns the digest in hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// StateRequest asks some neurons of a core for what they have learned. It comes
// between runs only.
type StateRequest struct {
	First      int // neuron in its core
	Count      int // of neurons, at least one
	DigestOnly bool
	Past       Past // which the core adds for its neurons
	// Into has a place for each neuron's answer, whose memory is used again. The core adds it if the client, from
	// another process perhaps, has none.
	Into []NeuronState
}

// StateAssignment gives some neurons of a core what they have learned elsewhere. It
// comes between runs only.
type StateAssignment struct {
	First  int     // neuron in its core
	States []State // of it and those after it, at least one
}

// NeuronState is a neuron's answer to its core, or what it is to take over.
type NeuronState struct {
	Neuron int // in its core
	State  State
	Digest Digest
	// Batches is the number of those that the core's neurons have learned from, which it adds to a state for one of them.
	Batches uint64
}

// CoreStates are the answers of a core's neurons, for the client.
type CoreStates struct {
	States []NeuronState // in the order of the neurons
}
