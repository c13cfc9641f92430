package lif

import (
	"cmp"
	"slices"

	"sfdfa-actors/learning"
)

// lanes is the number of samples in a quad: as many float64 fit into one of the
// registers that advance works with.
const lanes = 4

// step holds the n-th arrival of each of four volleys, with the names of
// Arrival and gap. A volley that has ended goes on with zeros, which change no sum and
// meet no threshold. The assembly of advance knows this layout.
type step struct {
	q, nextY, reach [lanes]float64
	synapse         [lanes]int32
}

// quad is up to four volleys side by side.
type quad struct {
	volleys  [lanes]int // position of each lane's volley; −1 if the lane is empty
	steps    []step
	synapses int // one more than the largest synapse
}

// Quads are volleys that reach a neuron whole, four side by side, so that it
// advances through four samples at a time. Neurons share them, so they are
// read-only once filled.
type Quads struct {
	quads []quad
	order []int        // positions of the volleys, the longest first
	gaps  [lanes][]gap // working memory of Fill
}

// Fill makes quads of the volleys, which need no more than LoadArrivals. Those of a quad
// have about the same length, so that few lanes end early.
func (qs *Quads) Fill(m *Model, volleys []Volley) {
	qs.order = qs.order[:0]
	for s := range volleys {
		qs.order = append(qs.order, s)
	}
	slices.SortStableFunc(qs.order, func(x, y int) int {
		return cmp.Compare(len(volleys[y].Arrivals), len(volleys[x].Arrivals))
	})
	count := (len(volleys) + lanes - 1) / lanes
	if missing := count - cap(qs.quads); missing > 0 {
		qs.quads = append(qs.quads[:cap(qs.quads)], make([]quad, missing)...)
	}
	qs.quads = qs.quads[:count]
	for i := range qs.quads {
		qs.quads[i].fill(m, volleys, qs.order[i*lanes:min((i+1)*lanes, len(volleys))], &qs.gaps)
	}
}

// fill puts the volleys at some positions, the longest first, side by side.
func (q *quad) fill(m *Model, volleys []Volley, positions []int, gaps *[lanes][]gap) {
	var arrivals [lanes][]Arrival
	for lane := range lanes {
		q.volleys[lane] = -1
		if lane < len(positions) {
			q.volleys[lane] = positions[lane]
			arrivals[lane] = volleys[positions[lane]].Arrivals
			gaps[lane] = gapsOf(m, arrivals[lane], gaps[lane])
		}
	}
	q.steps = slices.Grow(q.steps[:0], len(arrivals[0]))[:len(arrivals[0])]
	last := int32(-1)
	for n := range q.steps {
		step := &q.steps[n]
		for lane := range lanes {
			if n >= len(arrivals[lane]) {
				step.q[lane], step.nextY[lane], step.reach[lane], step.synapse[lane] = 0, 0, 0, 0
				continue
			}
			arrival, gap := &arrivals[lane][n], &gaps[lane][n]
			step.q[lane], step.nextY[lane], step.reach[lane] = arrival.Q, gap.nextY, gap.reach
			step.synapse[lane] = arrival.Synapse
			last = max(last, arrival.Synapse)
		}
	}
	q.synapses = int(last) + 1
}

// sums are a and b of the four lanes.
type sums struct{ a, b [lanes]float64 }

// IntegrateQuads runs one neuron through the volleys that the quads were filled
// with and appends the spikes fired in each to dst at the volley's position. It
// gives the bits of Integrate.
func IntegrateQuads[W learning.Float](m *Model, weights []W, qs *Quads, dst [][]Firing) {
	for i := range qs.quads {
		integrateQuad(m, weights, &qs.quads[i], dst)
	}
}

func integrateQuad[W learning.Float](m *Model, weights []W, q *quad, dst [][]Firing) {
	weights = weights[:q.synapses] // what the assembly relies on
	var s sums
	for applied := 0; applied < len(q.steps); {
		applied += advance(weights, q.steps[applied:], m.C, &s)
		step := &q.steps[applied-1]
		for lane := range lanes {
			a, b := s.a[lane], s.b[lane]
			if !mayFire(a, b, m.C, step.nextY[lane], step.reach[lane]) || !m.fires(a, b, step.q[lane], step.nextY[lane]) {
				continue
			}
			firings := &dst[q.volleys[lane]]
			// At the cap fire adds no spike and leaves b: the neuron has stopped.
			s.b[lane], *firings = m.fire(a, b, step.nextY[lane], applied, m.SpikeCap, *firings)
		}
	}
}

// advancePlain applies steps to the sums until in one of the lanes a spike may
// come before the next arrival, or to the end, and returns the number of steps
// applied, which is at least 1.
func advancePlain[W learning.Float](weights []W, steps []step, c float64, s *sums) (applied int) {
	for n := range steps {
		step := &steps[n]
		reached := false
		for lane := range lanes {
			current := float64(weights[step.synapse[lane]]) * step.q[lane]
			s.a[lane] += float64(current * step.q[lane]) // the conversion forbids a fused operation
			s.b[lane] += current
			reached = reached || mayFire(s.a[lane], s.b[lane], c, step.nextY[lane], step.reach[lane])
		}
		if reached {
			return n + 1
		}
	}
	return len(steps)
}
