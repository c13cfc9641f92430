package learning

import "math"

// Powers remembers 1−β1ⁿ and 1−β2ⁿ of Adam's n-th step: neurons that take their steps one after the other mostly
// take the same. The zero value remembers nothing.
type Powers struct {
	beta1, beta2 float64
	step         int // counted from 1; 0 if there is none
	one, two     float64
}

// of returns 1−β1ⁿ and 1−β2ⁿ.
func (p *Powers) of(o *Optimiser, step int) (one, two float64) {
	if p.step != step || p.beta1 != o.Beta1 || p.beta2 != o.Beta2 {
		*p = Powers{o.Beta1, o.Beta2, step, 1 - math.Pow(o.Beta1, float64(step)), 1 - math.Pow(o.Beta2, float64(step))}
	}
	return p.one, p.two
}
