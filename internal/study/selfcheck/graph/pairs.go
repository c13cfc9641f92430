package graph

import (
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// pairs is a connection rule that lists the presynaptic neurons of each postsynaptic one.
type pairs struct{ partners [][]int32 }

var _ topology.PresynapticRule = pairs{}

// Name implements topology.Rule.
func (pairs) Name() string { return "pairs" }

// Validate implements topology.Rule.
func (pairs) Validate(topology.Between) error { return nil }

// MeanInDegree implements topology.Rule.
func (p pairs) MeanInDegree(topology.Between) float64 {
	total := 0
	for _, partners := range p.partners {
		total += len(partners)
	}
	return float64(total) / float64(len(p.partners))
}

// AppendPresynaptic implements topology.PresynapticRule.
func (p pairs) AppendPresynaptic(dst []int32, _ topology.Between, neuron int, _ *rng.Stream) []int32 {
	return append(dst, p.partners[neuron]...)
}

// split presents the case's samples as a part of a data set.
type split struct{ *Case }

var _ datasets.Split = split{}

// Len implements datasets.Split.
func (s split) Len() int { return len(s.Samples) }

// Label implements datasets.Split.
func (s split) Label(i int) int { return s.Samples[i].Label }

// AppendSpikes implements datasets.Split.
func (s split) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	from := len(dst)
	for j, times := range s.Samples[i].Input {
		for _, time := range times {
			dst = append(dst, messages.Spike{Time: time, Source: int32(j)})
		}
	}
	messages.SortSpikes(dst[from:])
	return dst
}
