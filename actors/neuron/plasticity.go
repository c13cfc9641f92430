package neuron

import (
	"fmt"
	"slices"

	"sfdfa-actors/learning"
)

// Plasticity says what the synapses of one projection learn. The zero value is the usual: their weights.
type Plasticity struct {
	FixedWeights bool // weights are not learned
	LearnsDelays bool // delays are learned

	LeastDelay, MostDelay   float64 // between which the delays stay, seconds
	LeastWeight, MostWeight float64 // between which the weights stay; both 0 without bounds
}

// LearnsDelays reports whether the synapses of a projection into the population learn their delays.
func (p *Population) LearnsDelays() bool {
	return slices.ContainsFunc(p.Plasticity, func(q Plasticity) bool { return q.LearnsDelays })
}

// synapses is what a neuron has beside its weights where projections differ, or where synapses have delays.
type synapses struct {
	ends   []int     // where those of each projection end; nil without Population.Plasticity
	delays []float64 // in seconds, where spikes come to the neuron without them; or nil
	first  []float64 // Adam's first moment of delays that are learned, or nil
	second []float64 // Adam's second moment of these, or nil
}

// newSynapses returns what a neuron of the population keeps, nil for nothing. degrees are its numbers of
// synapses by projection.
func newSynapses(p *Population, degrees []int) *synapses {
	if p.Plasticity == nil {
		return nil
	}
	s, end := &synapses{}, 0
	for _, degree := range degrees {
		end += degree
		s.ends = append(s.ends, end)
	}
	return s
}

// SetDelays implements Neuron.
func (n *typed[W]) SetDelays(delays []float64) {
	if n.synapses == nil {
		n.synapses = &synapses{}
	}
	s := n.synapses
	s.delays = append([]float64{}, delays...) // not nil, also without a synapse
	if n.population.delayed != nil && n.population.Learning.Optimiser.HasMoments() {
		s.first, s.second = make([]float64, len(delays)), make([]float64, len(delays))
	}
}

func (n *typed[W]) hasDelays() bool { return n.synapses != nil && n.synapses.delays != nil }

// learnedDelays are the delays and their moments where some are learned, or else none.
func (n *typed[W]) learnedDelays() (delays, first, second []float64) {
	if n.population.delayed == nil || n.synapses == nil {
		return nil, nil, nil
	}
	return n.synapses.delays, n.synapses.first, n.synapses.second
}

// each visits the synapses of each projection.
func (s *synapses) each(all []Plasticity, visit func(q *Plasticity, from, to int)) {
	from := 0
	for k, to := range s.ends {
		visit(&all[k], from, to)
		from = to
	}
}

// stepWeights takes the optimiser's step of the weights that are learned, and reports whether they, their moments
// and the feedback weights are finite.
func (n *typed[W]) stepWeights(rate, scale float64, gradient []float64, scratch *Scratch) (finite bool) {
	optimiser := &n.population.Learning.Optimiser
	if n.synapses == nil || n.synapses.ends == nil {
		return learning.Step(optimiser, rate, n.steps, scale, &scratch.powers, gradient, n.weights, n.first, n.second)
	}
	finite = learning.AllFinite(n.feedback) // which may have no other way to show
	n.learnedWeights(func(from, to int) {
		finite = learning.Step(optimiser, rate, n.steps, scale, &scratch.powers, gradient[from:to],
			n.weights[from:to], part(n.first, from, to), part(n.second, from, to)) && finite
	})
	return finite
}

// learnedWeights visits the ranges of synapses that learn their weights.
func (n *typed[W]) learnedWeights(visit func(from, to int)) {
	if n.synapses == nil || n.synapses.ends == nil {
		visit(0, len(n.weights))
		return
	}
	n.synapses.each(n.population.Plasticity, func(q *Plasticity, from, to int) {
		if !q.FixedWeights {
			visit(from, to)
		}
	})
}

// boundWeights brings the weights that have moved back within their bounds.
func (n *typed[W]) boundWeights() {
	if n.synapses == nil || n.synapses.ends == nil {
		return
	}
	n.synapses.each(n.population.Plasticity, func(q *Plasticity, from, to int) {
		if q.LeastWeight == q.MostWeight {
			return
		}
		for j := from; j < to; j++ {
			n.weights[j] = min(max(n.weights[j], W(q.LeastWeight)), W(q.MostWeight))
		}
	})
}

// part is a part of a list that may be nil.
func part[T any](list []T, from, to int) []T {
	if list == nil {
		return nil
	}
	return list[from:to]
}

// stepDelays takes the optimiser's step of the delays that are learned, and keeps them within their bounds. It
// reports whether they and their moments are finite.
func (n *typed[W]) stepDelays(rate float64, batch int, gradient []float64, scratch *Scratch) (finite bool) {
	if gradient == nil {
		return true
	}
	s := n.synapses
	finite = true
	s.each(n.population.Plasticity, func(q *Plasticity, from, to int) {
		if !q.LearnsDelays {
			return
		}
		delays := s.delays[from:to]
		if !learning.Step(&n.population.Learning.Optimiser, rate, n.steps, 1/float64(batch), &scratch.powers, gradient[from:to],
			delays, part(s.first, from, to), part(s.second, from, to)) {
			finite = false
			return
		}
		for j := range delays {
			delays[j] = min(max(delays[j], q.LeastDelay), q.MostDelay)
		}
	})
	return finite
}

// brokenDelay is the error of a step of delays with this gradient. before looks for a cause.
func (n *typed[W]) brokenDelay(gradient []float64, before func() error) error {
	if err := before(); err != nil {
		return err
	}
	for _, part := range []struct {
		name, hint string
		values     []float64
	}{
		{"gradient by the delay", n.gradientHint(), gradient},
		{"first moment of the delay", lowerRate, n.synapses.first},
		{"second moment of the delay", lowerRate, n.synapses.second},
		{"delay", lowerRate, n.synapses.delays},
	} {
		if j := learning.FirstNotFinite(part.values); j >= 0 {
			return n.broken(fmt.Sprintf("%s of synapse %d", part.name, j), part.values[j], n.afterBatch(), part.hint)
		}
	}
	panic("neuron: all delays are finite after a step that said otherwise")
}

// validateDelays checks that delays which come from elsewhere are within their bounds.
func (n *typed[W]) validateDelays(delays []float64) (err error) {
	if len(delays) == 0 {
		return nil
	}
	n.synapses.each(n.population.Plasticity, func(q *Plasticity, from, to int) {
		for j, delay := range delays[from:to] {
			if err == nil && !(delay >= q.LeastDelay && delay <= q.MostDelay) {
				err = fmt.Errorf("neuron: state of neuron %d has the delay %v s at synapse %d, must be from %v to %v s", n.index, delay, from+j, q.LeastDelay, q.MostDelay)
			}
		}
	})
	return err
}
