package lif

import (
	"slices"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// fillAlone puts the arrivals of one spike train into the lanes, four that follow each other in a step.
func (q *pack) fillAlone(position int, arrivals []model.Arrival, gaps []gap) {
	q.trains, q.alone = [lanes]int{position, -1, -1, -1}, true
	count := (len(arrivals) + lanes - 1) / lanes
	q.steps = slices.Grow(q.steps[:0], count)[:count]
	if count > 0 {
		q.steps[count-1] = step{}
	}
	last := int32(-1)
	for n := range arrivals {
		q.steps[n/lanes].set(n%lanes, &arrivals[n], &gaps[n])
		last = max(last, arrivals[n].Synapse)
	}
	q.synapses = int(last) + 1
}

// integrateAlone runs one neuron through one spike train. Sums depend on the ones before,
// so they are added one by one, but what is added and what is compared is computed for four
// arrivals at a time.
func integrateAlone[W learning.Float](m *Model, weights []W, q *pack, dst []model.OwnSpike) []model.OwnSpike {
	weights = weights[:q.synapses] // what the assembly relies on
	limit := len(dst) + m.SpikeCap
	var s sum
	for n := 0; ; n++ {
		n += advanceAlone(weights, q.steps[n:], m.C, &s)
		if n == len(q.steps) {
			return dst
		}
		step := &q.steps[n]
		for lane := range lanes {
			addArrival(weights, step, lane, &s)
			if mayFire(s.a, s.b, m.C, step.nextY[lane], step.reach[lane]) && m.fires(s.a, s.b, step.q[lane], step.nextY[lane]) {
				s.b, dst = m.fire(s.a, s.b, step.nextY[lane], n*lanes+lane+1, limit, dst)
				if len(dst) == limit {
					return dst
				}
			}
		}
	}
}

// sum is a and b of one spike train.
type sum struct{ a, b float64 }

// addArrival adds the arrival of a lane to the sums.
func addArrival[W learning.Float](weights []W, step *step, lane int, s *sum) {
	current := float64(weights[step.synapse[lane]]) * step.q[lane]
	s.a += float64(current * step.q[lane]) // the conversion forbids a fused operation
	s.b += current
}

// advanceAlonePlain applies steps of one spike train to the sums until a step in which a spike may come before the
// next arrival, or to the end, and returns the number of steps applied.
func advanceAlonePlain[W learning.Float](weights []W, steps []step, c float64, s *sum) (applied int) {
	for n := range steps {
		after := *s
		for lane := range lanes {
			addArrival(weights, &steps[n], lane, &after)
			if mayFire(after.a, after.b, c, steps[n].nextY[lane], steps[n].reach[lane]) {
				return n
			}
		}
		*s = after
	}
	return len(steps)
}
