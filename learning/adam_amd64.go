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

// applyIdle is applyIdlePlain, for float32 in AVX2 instructions with the same operations in the same order.
func (s *adamStep[W]) applyIdle(weights, first, second []W) (finite, still bool) {
	narrow, ok := any(s).(*adamStep[float32])
	whole := len(weights) &^ (adamWidth - 1)
	if !ok || !cpu.X86.HasAVX2 || whole == 0 {
		return s.applyIdlePlain(weights, first, second)
	}
	finite, still = adamIdleFloat32(&any(weights).([]float32)[0], &any(first).([]float32)[0], &any(second).([]float32)[0], whole, narrow)
	restFinite, restStill := s.applyIdlePlain(weights[whole:], first[whole:], second[whole:])
	return finite && restFinite, still && restStill
}

// decayPart is decayPartPlain, for float32 in AVX2 instructions.
func (s *adamStep[W]) decayPart(first, second []W, steps int) (left bool) {
	narrow, ok := any(s).(*adamStep[float32])
	whole := len(second) &^ (adamWidth - 1)
	if !ok || !cpu.X86.HasAVX2 || whole == 0 {
		return s.decayPartPlain(first, second, steps)
	}
	left = adamDecayFloat32(&any(first).([]float32)[0], &any(second).([]float32)[0], whole, steps, narrow)
	return s.decayPartPlain(first[whole:], second[whole:], steps) || left
}

// adamIdleFloat32 takes a step without a gradient for count synapses, a multiple of adamWidth.
//
//go:noescape
func adamIdleFloat32(weights, first, second *float32, count int, s *adamStep[float32]) (finite, still bool)

// adamDecayFloat32 multiplies the moments of count synapses, a multiple of adamWidth, by 1 step or more.
//
//go:noescape
func adamDecayFloat32(first, second *float32, count, steps int, s *adamStep[float32]) (left bool)
