//go:build !amd64

package learning

func (s *adamStep[W]) apply(gradient []float64, weights, first, second []W) (finite bool) {
	return s.applyPlain(gradient, weights, first, second)
}
