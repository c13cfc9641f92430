package watch

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
)

// input is an arrival at one neuron: its time in seconds, and its weight.
type input struct{ time, weight float64 }

// state is a leaky integrate-and-fire neuron at one time: τm·dv/dt = −v + I + u, τs·dI/dt = −I. Both are in 1/s.
type state struct{ time, potential, current float64 }

// to moves the state on to a time before which nothing happens.
func (s *state) to(time float64, p *model.Parameters) {
	passed := time - s.time
	slow, fast := math.Exp(-passed/p.TauMem), math.Exp(-passed/p.TauSyn)
	gain := p.TauSyn / (p.TauMem - p.TauSyn)
	s.potential = p.Current + (s.potential-p.Current)*slow + s.current*gain*(slow-fast)
	s.current *= fast
	s.time = time
}

// course returns potential and current of a neuron at some times in ascending order, given what arrives and when it
// fired. What it shows at the time of a spike is before the reset.
func course(p model.Parameters, arrivals []input, fired, times []float64) (potential, current []float64) {
	if p.TauMem == 0 {
		p.TauMem = 2 * p.TauSyn
	}
	var s state
	held := 0.0 // until when the potential stays 0
	advance := func(time float64) {
		if s.time < held {
			s.to(min(held, time), &p)
			s.potential = 0
		}
		s.to(time, &p)
	}
	for _, time := range times {
		for len(arrivals) > 0 && arrivals[0].time <= time || len(fired) > 0 && fired[0] < time {
			if len(fired) > 0 && (len(arrivals) == 0 || fired[0] < arrivals[0].time) {
				advance(fired[0])
				s.potential, held, fired = 0, fired[0]+p.Refractory, fired[1:]
				continue
			}
			advance(arrivals[0].time)
			s.current += arrivals[0].weight
			arrivals = arrivals[1:]
		}
		advance(time)
		potential, current = append(potential, s.potential), append(current, s.current)
	}
	return potential, current
}
