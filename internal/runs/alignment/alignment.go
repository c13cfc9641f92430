// Package alignment measures how far weights and gradients point the same way.
package alignment

import (
	"math"

	"gonum.org/v1/gonum/floats"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

// Weights returns the angle in degrees between the flattened output
// weights and the flattened feedback weights of the hidden population before
// it (Fig. 10). Without a synapse the output weight is 0. It is nil for rules
// without feedback, while the feedback weights are all 0, and where projections
// of several populations lead to the output.
func Weights(net *network.Network, e network.Engine) (*float64, error) {
	if net.Learning.Rule.Feedback() == nil {
		return nil, nil
	}
	output := net.Topology.Output()
	afferents := net.Topology.Afferents(output)
	if len(afferents) != 1 || net.Populations[afferents[0].From] == nil || afferents[0].From == output {
		return nil, nil
	}
	before := afferents[0].From
	hidden, outputs := net.Topology.Sizes[before], net.Outputs()
	forward := make([]float64, 0, hidden*outputs)
	err := e.States(output, func(states []messages.State) error {
		for i := range states {
			forward = append(forward, spread(net, output, len(forward)/hidden, states[i].Weights)...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var dot, squares float64 // of the feedback weights, with the output weights and themselves
	next := 0
	err = e.States(before, func(states []messages.State) error {
		for i := range states {
			for o, b := range states[i].Feedback {
				dot += float64(b * forward[o*hidden+next])
				squares += float64(b * b)
			}
			next++
		}
		return nil
	})
	return degrees(dot, floats.Norm(forward, 2)*math.Sqrt(squares)), err
}

// spread returns a neuron's weights by presynaptic neuron.
func spread(net *network.Network, population, index int, weights []float64) []float64 {
	if net.Topology.IsDense(population) {
		return weights
	}
	dense := make([]float64, net.Topology.PresynapticCount(population))
	partners := net.Topology.AppendPresynaptic(nil, population, index, rng.NewStream(0, rng.Key{}))
	for s, j := range partners {
		dense[j] = weights[s]
	}
	return dense
}

// Angle returns the angle between two vectors in degrees, nil if one is 0.
func Angle(x, y []float64) *float64 {
	return degrees(floats.Dot(x, y), floats.Norm(x, 2)*floats.Norm(y, 2))
}

// degrees is the angle between two vectors, given their inner product and that of their lengths, nil if one is 0.
func degrees(dot, lengths float64) *float64 {
	if lengths == 0 {
		return nil
	}
	angle := math.Acos(max(-1, min(1, dot/lengths))) * 180 / math.Pi
	return &angle
}
