package eventqueue

import "math"

// neuron is the state of one neuron at its last event.
type neuron struct {
	*Population
	index            int // among all neurons of the network
	time, v, current float64
	refractory       bool
	late             float64 // the part of the current that arrived since the last spike
	grade            float64
	perturbation     float64 // until the first spike
	spikes, grades   []float64
	incoming         []*synapse
	outgoing         []*synapse
	predictions      int // of the next spike; only the last one counts
}

// c is the threshold of v.
func (n *neuron) c() float64 { return n.Threshold / n.TauMem }

// response is v at a time s after v was 0 and the current 1:
// (e^{−s/τm} − e^{−s/τs})·τs/(τm − τs), written so that nothing cancels or overflows.
func (p *Population) response(s float64) float64 {
	slow := max(p.TauSyn, p.TauMem)
	rate := math.Abs(1/p.TauSyn - 1/p.TauMem)
	if rate == 0 {
		return s / slow * math.Exp(-s/slow)
	}
	return math.Exp(-s/slow) * -math.Expm1(-rate*s) / (rate * p.TauMem)
}

// potential is v at a time s after it was v and the current was I.
func (p *Population) potential(v, current, s float64) float64 {
	return v*math.Exp(-s/p.TauMem) + current*p.response(s)
}

// peak returns how long after v and I the potential is at its maximum. Without a maximum
// ahead, where v could reach c from below, ok is false.
func (p *Population) peak(v, current float64) (s float64, ok bool) {
	rate := 1/p.TauSyn - 1/p.TauMem
	decline := current + v*rate*p.TauMem
	if current <= v || current <= 0 || decline <= 0 {
		return 0, false
	}
	s = (current - v) * p.TauMem / decline
	if rate != 0 {
		s = math.Log1p(rate*s) / rate
	}
	return s, true
}

// crossing returns how long after its last event the neuron would reach the threshold if
// nothing more arrived: the smallest number at which v is not below it.
func (n *neuron) crossing() (s float64, ok bool) {
	high, ok := n.peak(n.v, n.current)
	if !ok || n.potential(n.v, n.current, high) <= n.c() {
		return 0, false
	}
	for low, high := n.chords(high); ; {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			return high, true
		}
		if n.potential(n.v, n.current, middle) < n.c() {
			low = middle
		} else {
			high = middle
		}
	}
}

// chords returns two times not after high, between which v reaches the threshold: it is below at the first, and not at
// the second, as at high. They are near to each other, since halving all of the way takes long. Where two chords end
// on one side of the crossing, the next one is made steeper (the Illinois method).
func (n *neuron) chords(high float64) (from, to float64) {
	low, below, above, side := 0.0, n.v-n.c(), n.potential(n.v, n.current, high)-n.c(), 0
	for range 12 {
		at := low + (high-low)*below/(below-above)
		if !(at > low && at < high) {
			break
		}
		if v := n.potential(n.v, n.current, at) - n.c(); v < 0 {
			if low, below = at, v; side < 0 {
				above /= 2
			}
			side = -1
		} else {
			if high, above = at, v; side > 0 {
				below /= 2
			}
			side = 1
		}
	}
	return low, high
}

// passage is what a time without events does to v, the current, and their derivatives.
type passage struct{ decaySyn, decayMem, response float64 }

// advance brings the neuron and the traces of its synapses to a later time. In the
// refractory time v stays 0.
func (n *neuron) advance(t float64) {
	s := t - n.time
	pass := passage{math.Exp(-s / n.TauSyn), math.Exp(-s / n.TauMem), n.response(s)}
	for _, synapse := range n.incoming {
		for d := range synapse.derivatives {
			synapse.derivatives[d].advance(pass, n.refractory)
		}
	}
	if !n.refractory {
		n.v = n.v*pass.decayMem + n.current*pass.response
	}
	n.current *= pass.decaySyn
	n.late *= pass.decaySyn
	n.time = t
}

// receive takes a spike that arrives through a synapse now.
func (n *neuron) receive(s *synapse, grade float64) {
	n.current += s.Weight
	n.late += s.Weight
	n.grade += s.Weight * grade
	s.derivatives[byWeight].p++
	s.derivatives[byDelay].p += s.Weight / n.TauSyn
	if !n.refractory {
		for g := range s.derivatives[byDelay].q {
			s.derivatives[byDelay].q[g] -= s.Weight / n.TauMem
		}
	}
}

// fire makes the neuron spike now, at the threshold, and returns the spike's grade.
func (n *neuron) fire() (grade float64) {
	for _, synapse := range n.incoming {
		for d := range synapse.derivatives {
			synapse.derivatives[d].fire(n)
		}
	}
	grade = n.grade + n.perturbation
	n.grade, n.perturbation = 0, 0
	n.spikes, n.grades = append(n.spikes, n.time), append(n.grades, grade)
	n.v, n.late, n.refractory = 0, 0, n.Refractory > 0
	return grade
}

// release ends the refractory time now.
func (n *neuron) release() {
	for _, synapse := range n.incoming {
		for d := range synapse.derivatives {
			synapse.derivatives[d].release(n)
		}
	}
	n.refractory = false
}
