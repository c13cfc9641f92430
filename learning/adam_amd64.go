package learning

import "golang.org/x/sys/cpu"

// adamWidth is the number of float32 synapses that the assembly takes at a time.
const adamWidth = 8

// apply is applyPlain, for float32 in AVX2 instructions with the same operations
// in the same order, and so the same bits.
func (s *adamStep[W]) apply(gradient []float64, weights, first, second []W) (finite bool) {
	narrow, ok := any(s).(*adamStep[float32])
	whole := len(gradient) &^ (adamWidth - 1)
	if !ok || !cpu.X86.HasAVX2 || whole == 0 {
		return s.applyPlain(gradient, weights, first, second)
	}
	finite = adamFloat32(&gradient[0], &any(weights).([]float32)[0], &any(first).([]float32)[0], &any(second).([]float32)[0], whole, narrow)
	return s.applyPlain(gradient[whole:], weights[whole:], first[whole:], second[whole:]) && finite
}

// adamFloat32 takes the step for count synapses, a multiple of adamWidth.
//
//go:noescape
func adamFloat32(gradient *float64, weights, first, second *float32, count int, s *adamStep[float32]) (finite bool)
