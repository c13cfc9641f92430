package learning

import "math"

// Powers remembers 1−β1ⁿ and 1−β2ⁿ of Adam's n-th step: neurons that take their steps one after the other mostly
// take the same, and those that catch up the same few. The zero value remembers nothing.
type Powers struct {
	beta1, beta2 float64
	steps        [256]power // by the step, modulo their number
}

// power is that of a step, which is counted from 1; 0 if there is none.
type power struct {
	step     int
	one, two float64
}

// of returns 1−β1ⁿ and 1−β2ⁿ.
func (p *Powers) of(o *Optimiser, step int) (one, two float64) {
	if p.beta1 != o.Beta1 || p.beta2 != o.Beta2 {
		*p = Powers{beta1: o.Beta1, beta2: o.Beta2}
	}
	known := &p.steps[uint(step)%uint(len(p.steps))]
	if known.step != step {
		*known = power{step, 1 - math.Pow(o.Beta1, float64(step)), 1 - math.Pow(o.Beta2, float64(step))}
	}
	return known.one, known.two
}
