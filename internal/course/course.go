package course

import (
	"math"
	"slices"

	"sfdfa-actors/actors/neuron/model"
)

// Arrival is a spike at one neuron: its time in seconds, and the weight of its synapse.
type Arrival struct{ Time, Weight float64 }

// State is a leaky integrate-and-fire neuron at one time in seconds: τm·dv/dt = −v + I + u, τs·dI/dt = −I. Potential v and
// current I are in 1/s.
type State struct{ Time, Potential, Current float64 }

// to moves the state on to a time before which nothing happens.
func (s *State) to(time float64, p *model.Parameters) {
	passed := time - s.Time
	slow, fast := math.Exp(-passed/p.TauMem), math.Exp(-passed/p.TauSyn)
	gain := p.TauSyn / (p.TauMem - p.TauSyn)
	s.Potential = p.Current + (s.Potential-p.Current)*slow + s.Current*gain*(slow-fast)
	s.Current *= fast
	s.Time = time
}

// walk goes through what happens to a neuron in a sample, in order.
type walk struct {
	State
	p        model.Parameters
	arrivals []Arrival // those that are left
	fired    []float64 // spike times that are left
	held     float64   // until when the potential stays 0
}

func begin(p model.Parameters, arrivals []Arrival, fired []float64) *walk {
	p.TauMem = TauMem(&p)
	return &walk{p: p, arrivals: arrivals, fired: fired}
}

// TauMem is the membrane time constant in seconds.
func TauMem(p *model.Parameters) float64 {
	if p.TauMem == 0 {
		return 2 * p.TauSyn
	}
	return p.TauMem
}

func (w *walk) advance(time float64) {
	if w.Time < w.held {
		w.to(min(w.held, time), &w.p)
		w.Potential = 0
	}
	w.to(time, &w.p)
}

// until goes up to a time, with what arrives at it, and with a spike at it only if it is reset.
func (w *walk) until(time float64, reset bool) {
	for len(w.arrivals) > 0 && w.arrivals[0].Time <= time || len(w.fired) > 0 && (w.fired[0] < time || reset && w.fired[0] == time) {
		if len(w.fired) > 0 && (len(w.arrivals) == 0 || w.fired[0] < w.arrivals[0].Time) {
			w.advance(w.fired[0])
			w.Potential, w.held, w.fired = 0, w.fired[0]+w.p.Refractory, w.fired[1:]
			continue
		}
		w.advance(w.arrivals[0].Time)
		w.Current += w.arrivals[0].Weight
		w.arrivals = w.arrivals[1:]
	}
	w.advance(time)
}

// At returns potential and current of a neuron at some times in ascending order, given what arrives and when it
// fired. What it shows at the time of a spike is before the reset.
func At(p model.Parameters, arrivals []Arrival, fired, times []float64) (potential, current []float64) {
	w := begin(p, arrivals, fired)
	for _, time := range times {
		w.until(time, false)
		potential, current = append(potential, w.Potential), append(current, w.Current)
	}
	return potential, current
}

// States returns a neuron's state at the start of a sample, just after everything that happens to it, and at the end in
// seconds. Between two of them both values follow State's equations, but for the potential of a refractory neuron: it
// stays 0 up to the state at which that is over.
func States(p model.Parameters, arrivals []Arrival, fired []float64, end float64) (states []State) {
	times := []float64{0, end}
	for i := range arrivals {
		times = append(times, arrivals[i].Time)
	}
	for _, time := range fired {
		times = append(times, time, min(time+p.Refractory, end))
	}
	slices.Sort(times)
	w := begin(p, arrivals, fired)
	for _, time := range slices.Compact(times) {
		w.until(time, true)
		states = append(states, w.State)
	}
	return states
}
