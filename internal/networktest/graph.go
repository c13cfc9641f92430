package networktest

import (
	"sfdfa-actors/internal/networktest/eventqueue"
	"sfdfa-actors/internal/study/selfcheck/graph"
)

// Graph returns a case of the literal simulator as a worked case, without anything expected of it.
func Graph(c *eventqueue.Case) *graph.Case {
	n, rule := &c.Network, &c.Rule
	g := &graph.Case{
		Name:    c.Name,
		Network: graph.Network{Duration: n.Duration, Output: n.Populations[n.Output].Name},
		Rate:    rule.Rate, FeedbackRate: rule.FeedbackRate, DelayRate: rule.DelayRate, DelayMin: rule.DelayMin, DelayMax: rule.DelayMax,
		TargetTrue: rule.TargetTrue, TargetFalse: rule.TargetFalse, Regularisation: rule.Regularisation, TargetRate: rule.TargetRate,
		Feedback: graph.ByName{},
	}
	for i, p := range n.Populations {
		g.Network.Populations = append(g.Network.Populations, graph.Population(p))
		if len(c.Feedback[i]) > 0 {
			g.Feedback[p.Name] = c.Feedback[i]
		}
	}
	for _, p := range n.Projections {
		projection := graph.Projection{
			From: n.Populations[p.From].Name, To: n.Populations[p.To].Name,
			FixedWeights: p.FixedWeights, FixedDelays: p.FixedDelays,
		}
		for _, s := range p.Synapses {
			projection.Synapses = append(projection.Synapses, []float64{float64(s.Pre), float64(s.Post), s.Weight, s.Delay})
		}
		g.Network.Projections = append(g.Network.Projections, projection)
	}
	for _, s := range c.Samples {
		sample := graph.Sample{Label: s.Label, Perturbations: map[string][]float64{}}
		for i, p := range n.Populations {
			sample.Input = append(sample.Input, s.Input[i]...)
			sample.Perturbations[p.Name] = s.Perturbations[i]
		}
		g.Samples = append(g.Samples, sample)
	}
	return g
}
