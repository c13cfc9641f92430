//go:build !amd64

package lif

import "sfdfa-actors/learning"

// PackingPays reports whether packed samples are faster than one sample after the other.
const PackingPays = false

func advance[W learning.Float](weights []W, steps []step, c float64, s *sums) (applied int) {
	return advancePlain(weights, steps, c, s)
}

func advanceAlone[W learning.Float](weights []W, steps []step, c float64, s *sum) (applied int) {
	return advanceAlonePlain(weights, steps, c, s)
}
