package neuron

import (
	"slices"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// silence is what a neuron keeps to be revived: one that never fires has no eligibility and gets no
// pull from the regulariser, so that it would stay silent for ever.
type silence struct {
	batches  int      // since it fired last
	arrivals []uint32 // by synapse in the batch under way; nil before they are counted
}

// newSilence returns what a neuron of the population keeps, nil for nothing.
func newSilence(p *Population) *silence {
	if p.Learning.Revive == 0 || p.Generates {
		return nil
	}
	return &silence{}
}

// hear counts what arrives in a sample that is learned from, if the batch may be one after which the neuron
// is revived.
func (n *typed[W]) hear(in *model.Input, learn bool) {
	s := n.silence
	if s == nil || !learn || s.batches+1 < n.population.Learning.Revive {
		return
	}
	if s.arrivals == nil {
		s.arrivals = make([]uint32, len(n.weights))
	}
	for k := range in.Len() {
		_, synapse := in.At(k)
		s.arrivals[synapse]++
	}
}

// revive ends a batch for a neuron that may have fallen silent. If it has, it adds rate·x to each weight that is
// learned, where x is the number of spikes that arrived at the synapse in the batch over the largest number at one
// of them. It reports whether the neuron was revived, which takes the place of its step.
func (n *typed[W]) revive(rate float64) bool {
	s := n.silence
	if s == nil {
		return false
	}
	s.batches++
	if len(n.traces) > 0 {
		s.batches = 0
	}
	if s.batches < n.population.Learning.Revive {
		s.arrivals = nil
		return false
	}
	if s.arrivals == nil { // nothing has reached it
		return true
	}
	most := slices.Max(append(s.arrivals, 1)) // also without a synapse
	n.learnedWeights(func(from, to int) {
		for j := from; j < to; j++ {
			n.weights[j] += W(rate * (float64(s.arrivals[j]) / float64(most)))
		}
	})
	return true
}

// forget empties the count of a batch.
func (s *silence) forget() { clear(s.arrivals) }

// silentBatches is State's: one number, or none if the neuron is never revived.
func (n *typed[W]) silentBatches() []float64 {
	if n.silence == nil {
		return nil
	}
	return []float64{float64(n.silence.batches)}
}

// stepOrRevive takes the optimiser's step of the weights, or revives the neuron in its place. It reports whether
// the numbers that the neuron learns with are finite.
func (n *typed[W]) stepOrRevive(rate float64, step func() (finite bool)) (finite bool) {
	if !n.revive(rate) {
		return step()
	}
	n.settle()
	n.idle = learning.Idle{} // the weights are others
	return learning.AllFinite(n.weights) && learning.AllFinite(n.feedback)
}
