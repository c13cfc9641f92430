// Package networktest makes small random networks with random tasks, on which
// the engines are compared.
package networktest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/datasets"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Split is a data set in memory.
type Split struct {
	Labels []int
	Spikes [][]messages.Spike // of each sample, ordered by (time, source)
}

// Len implements datasets.Split.
func (s *Split) Len() int { return len(s.Labels) }

// Label implements datasets.Split.
func (s *Split) Label(i int) int { return s.Labels[i] }

// AppendSpikes implements datasets.Split.
func (s *Split) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	return append(dst, s.Spikes[i]...)
}

// Case is a network with a task and a choice of how to train on it.
type Case struct {
	Spec  network.Spec
	Parts map[messages.Part]datasets.Split
	Train messages.Assignment
	Test  messages.Assignment
}

// Start builds a case's network and starts an engine of it.
func Start[E network.Engine](t testing.TB, c *Case, start func(*network.Network, network.Setup) (E, error)) (*network.Network, E) {
	t.Helper()
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	e, err := start(net, network.Setup{Parts: c.Parts})
	if err != nil {
		t.Fatal(err)
	}
	return net, e
}

// Random returns the case of a seed: 1 to 3 hidden populations of up to 12
// neurons, dense and sparse projections, all rules that every engine can run,
// all forms and gradients, grades as they are and of few bits.
func Random(seed uint64) Case {
	r := rand.New(rand.NewPCG(seed, 0x5fdfa))
	sizes := []int{4 + r.IntN(10)}
	for range 1 + r.IntN(3) {
		sizes = append(sizes, 2+r.IntN(11))
	}
	sizes = append(sizes, 2+r.IntN(3))
	spec := network.Spec{
		Topology:       topology.Network{Sizes: sizes, Seed: seed},
		NeuronsPerCore: 1 + r.IntN(8),
		Precision:      pick(r, neuron.Precisions()),
		Learning: learning.Settings{
			Rule:           pick(r, learning.LocalRules()),
			Gradient:       pick(r, learning.Gradients()),
			Form:           pick(r, learning.Forms()),
			Optimiser:      learning.Optimiser{Kind: pick(r, learning.OptimiserKinds()), Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
			Targets:        learning.Targets{Right: 5, Other: 1},
			Ties:           pick(r, learning.TieRules()),
			Regularisation: 0.1,
			TargetRate:     0.5,
		},
	}
	if seed%3 == 1 { // without a draw, so that the rest of the case does not depend on it
		spec.Grades = messages.GradeFormat{Bits: 2 + int(seed%7), Range: 2}
	}
	for range len(sizes) - 1 {
		spec.Neurons = append(spec.Neurons, model.Parameters{
			TauSyn: 0.13, Threshold: 0.05 + 0.2*r.Float64(), Duration: 0.25, SpikeCap: 3 + r.IntN(10),
		})
		spec.Topology.Projections = topology.Append(spec.Topology.Projections, projection(r, sizes[len(spec.Topology.Projections)]), topology.Uniform{Low: -0.5, High: 1.5})
	}
	c := Case{Spec: spec, Parts: map[messages.Part]datasets.Split{
		messages.Train: split(r, 11, sizes[0], sizes[len(sizes)-1]),
		messages.Test:  split(r, 7, sizes[0], sizes[len(sizes)-1]),
	}}
	batch := 1 + r.IntN(6)
	c.Train = messages.Assignment{
		Part: messages.Train, Batch: batch, Coalesce: 1 + r.IntN(batch), InFlight: batch, Learn: true,
		Rates: messages.Rates{Weights: 0.02, Feedback: 0.2},
	}
	c.Test = messages.Assignment{Part: messages.Test, Batch: batch, Coalesce: 1 + r.IntN(batch), InFlight: 2 * batch}
	for _, a := range []*messages.Assignment{&c.Train, &c.Test} {
		a.Indices = r.Perm(c.Parts[a.Part].Len())
		for _, index := range a.Indices {
			a.Labels = append(a.Labels, c.Parts[a.Part].Label(index))
		}
	}
	c.Spec.Learning.WeightAverage = pick(r, []float64{0, 0.5, 0.9})
	c.Spec.Learning.RateAverage = pick(r, []int{0, 4, 20})
	c.Spec.Learning.Perturb = pick(r, learning.Perturbs())
	c.Spec.Learning.Revive = pick(r, []int{0, 1, 2})
	return c
}

func projection(r *rand.Rand, presynaptic int) topology.Rule {
	return pick(r, []topology.Rule{
		topology.Dense{},
		topology.FixedInDegree{InDegree: 1 + r.IntN(presynaptic)},
		topology.Bernoulli{Density: 0.3 + 0.7*r.Float64()},
	})
}

// split draws samples in which many input spikes are simultaneous.
func split(r *rand.Rand, samples, inputs, classes int) *Split {
	s := &Split{}
	for range samples {
		s.Labels = append(s.Labels, r.IntN(classes))
		var spikes []messages.Spike
		for j := range inputs {
			for range r.IntN(3) {
				spikes = append(spikes, messages.Spike{Time: float64(r.IntN(20)) * 0.005, Source: int32(j)})
			}
		}
		slices.SortFunc(spikes, func(x, y messages.Spike) int {
			if x.Time != y.Time {
				if x.Time < y.Time {
					return -1
				}
				return 1
			}
			return int(x.Source - y.Source)
		})
		s.Spikes = append(s.Spikes, spikes)
	}
	return s
}

func pick[T any](r *rand.Rand, values []T) T { return values[r.IntN(len(values))] }
