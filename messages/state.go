package messages

import (
	"crypto/sha256"
	"encoding/hex"
)

// State is what a neuron has learned. Values of float32 networks are exact in
// float64.
type State struct {
	Weights  []float64 // by synapse
	Feedback []float64 // by output neuron; none for output neurons
	First    []float64 // Adam's first moment by synapse; none without Adam
	Second   []float64 // Adam's second moment by synapse; none without Adam
	Averages []float64 // running mean of the weight by synapse; none without
	Steps    int       // optimiser steps taken
}

// Digest is a SHA-256 checksum.
type Digest [sha256.Size]byte

// String returns the digest in hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }
