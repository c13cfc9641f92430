package lif

import (
	"golang.org/x/sys/cpu"

	"sfdfa-actors/learning"
)

// PackingPays reports whether packed samples are faster than one sample after the other.
var PackingPays = cpu.X86.HasAVX2

// advance is advancePlain in AVX2 instructions, with the same operations in the
// same order, and so the same bits. Steps' synapses must be inside the weights.
func advance[W learning.Float](weights []W, steps []step, c float64, s *sums) (applied int) {
	if !PackingPays {
		return advancePlain(weights, steps, c, s)
	}
	switch weights := any(weights).(type) {
	case []float32:
		return advanceFloat32(&weights[0], &steps[0], len(steps), c, s)
	case []float64:
		return advanceFloat64(&weights[0], &steps[0], len(steps), c, s)
	}
	return advancePlain(weights, steps, c, s)
}

//go:noescape
func advanceFloat32(weights *float32, steps *step, count int, c float64, s *sums) (applied int)

//go:noescape
func advanceFloat64(weights *float64, steps *step, count int, c float64, s *sums) (applied int)

// advanceAlone is advanceAlonePlain in AVX2 instructions, with the same operations in the
// same order, and so the same bits. Steps' synapses must be inside the weights.
func advanceAlone[W learning.Float](weights []W, steps []step, c float64, s *sum) (applied int) {
	if !PackingPays || len(steps) == 0 {
		return advanceAlonePlain(weights, steps, c, s)
	}
	switch weights := any(weights).(type) {
	case []float32:
		return advanceAloneFloat32(&weights[0], &steps[0], len(steps), c, s)
	case []float64:
		return advanceAloneFloat64(&weights[0], &steps[0], len(steps), c, s)
	}
	return advanceAlonePlain(weights, steps, c, s)
}

//go:noescape
func advanceAloneFloat32(weights *float32, steps *step, count int, c float64, s *sum) (applied int)

//go:noescape
func advanceAloneFloat64(weights *float64, steps *step, count int, c float64, s *sum) (applied int)
