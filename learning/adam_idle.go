package learning

import "math"

// Idle says what steps without a gradient do to a row of synapses. Adam moves weights for hundreds of such steps, but
// less and less, until the change is lost in rounding. From then on only the moments decay, and that can wait until
// somebody asks for them.
type Idle struct {
	rate  float64 // up to which they move no weight, if still
	owed  int32   // steps that the moments have not decayed for
	still bool
}

// Untouched is the state of a row whose first moments are all 0: no step without a gradient moves its weights. The
// zero value of Idle is that of a row of which nothing is known.
func Untouched() Idle { return Idle{still: true, rate: math.Inf(1)} }

// mostOwed bounds what a row owes, and with it what it costs to pay.
const mostOwed = 1 << 20

// StepIdle does what Step does with a gradient of which each element is 0, to the last bit, once Settle has been
// called: until then the moments may not be what they should be. The optimiser has to be one that Idles, and
// the rate finite.
func StepIdle[W Float](o *Optimiser, rate float64, step int, idle *Idle, pow *Powers, weights, first, second []W) (finite bool) {
	if idle.PutOff(rate, 1) > 0 {
		return true
	}
	if !o.HasMoments() {
		return true // 0 times any rate moves nothing
	}
	Settle(o, idle, first, second)
	s := newAdamStep[W](o, rate, step, 1, pow)
	finite, idle.still = s.applyIdle(weights, first[:len(weights)], second[:len(weights)])
	idle.still, idle.rate = idle.still && o.fades(), rate
	return finite
}

// PutOff puts steps without a gradient off until Settle, and returns how many of the n that there are: none if one
// at this rate may move a weight.
func (i *Idle) PutOff(rate float64, n int) int {
	if !i.still || !(rate <= i.rate) {
		return 0
	}
	n = min(n, mostOwed-int(i.owed))
	i.owed += int32(n)
	return n
}

// fades reports whether the weights' changes become smaller with every step without a gradient, with room for what
// rounding does: then the first that is lost is followed by no other. The first moment decays by β1 a step, the root of
// the second by √β2, rate/(1−β1ⁿ) never grows, and 1/√(1−β2ⁿ) never gets below the 1 that applyIdle takes for it. Where
// the second moment is set to 0, ε is far larger than what its root was.
func (o *Optimiser) fades() bool { return o.Beta1*o.Beta1 < 0.999*o.Beta2 }

// Settle lets the moments decay by the steps that they are owed.
func Settle[W Float](o *Optimiser, idle *Idle, first, second []W) {
	if idle.owed > 0 {
		s := newDecay[W](o)
		s.decay(first, second, int(idle.owed))
		idle.owed = 0
	}
}

// Moved is called when the row got a gradient, or another state: nothing is known of it any more.
func (i *Idle) Moved() { *i = Idle{} }

// newDecay is a step of which only what the moments are multiplied by counts.
func newDecay[W Float](o *Optimiser) adamStep[W] {
	return adamStep[W]{keep1: W(o.Beta1), keep2: W(o.Beta2), tiny1: tinyFirstMoment, tiny2: tinySecondMoment}
}

// applyIdlePlain is applyPlain with a gradient of 0. It reports too whether all weights would have stayed what they are
// at any size of the correction, which is 1 or more.
//
// A weight stays if it changes by less than half the distance to the next number, which is at least 2⁻²⁵ of it in
// float32 and 2⁻⁵⁴ in float64. The test takes half of that, in squares: no root and no division is needed. If one side
// is too small for a number, or the weight is 0, the test fails.
func (s *adamStep[W]) applyIdlePlain(weights, first, second []W) (finite, still bool) {
	var check W
	first, second = first[:len(weights)], second[:len(weights)]
	still = true
	for j, w := range weights {
		m, v := first[j], W(s.keep2*second[j])
		if v < s.tiny2 {
			v = 0
		}
		second[j] = v
		check += v - v
		if m == 0 {
			continue
		}
		m *= s.keep1
		if m < s.tiny1 && m > -s.tiny1 {
			m = 0
		}
		first[j] = m
		check += w - w
		change := W(s.size * m)
		most := W(change * s.margin)
		if m == 0 || W(most*most) < W(W(w*w)*v) {
			continue
		}
		still = false
		weights[j] -= change / (W(W(math.Sqrt(float64(v)))*s.correction) + s.epsilon)
		check += weights[j] - weights[j]
	}
	return check == 0, still
}

// decayPlain multiplies the moments as so many steps without a gradient do. Those that get below their least size stay
// there, so it is enough to look in the end.
func (s *adamStep[W]) decayPlain(first, second []W, steps int) {
	for j, v := range second {
		m := first[j]
		moved := m != 0 // 0 keeps its sign
		for range steps {
			m *= s.keep1
			v *= s.keep2
		}
		if moved && m < s.tiny1 && m > -s.tiny1 {
			m = 0
		}
		if v < s.tiny2 {
			v = 0
		}
		first[j], second[j] = m, v
	}
}

// decayAtOnce is the number of steps between two looks at the size of moments: few enough that most do not
// become so small that a CPU is slow.
const decayAtOnce = 64

// decay is decayPlain in parts, until nothing is left.
func (s *adamStep[W]) decay(first, second []W, steps int) {
	for left := true; left && steps > 0; steps -= decayAtOnce {
		left = s.decayPart(first, second, min(steps, decayAtOnce))
	}
}

// decayPartPlain is decayPlain; it reports whether a moment is left.
func (s *adamStep[W]) decayPartPlain(first, second []W, steps int) (left bool) {
	s.decayPlain(first, second, steps)
	for j := range second {
		if first[j] != 0 || second[j] != 0 {
			return true
		}
	}
	return false
}
