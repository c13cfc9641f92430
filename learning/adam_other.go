//go:build !amd64

package learning

func (s *adamStep[W]) apply(gradient []float64, weights, first, second []W) (finite bool) {
	return s.applyPlain(gradient, weights, first, second)
}

func (s *adamStep[W]) applyIdle(weights, first, second []W) (finite, still bool) {
	return s.applyIdlePlain(weights, first, second)
}

func (s *adamStep[W]) decayPart(first, second []W, steps int) (left bool) {
	return s.decayPartPlain(first, second, steps)
}
