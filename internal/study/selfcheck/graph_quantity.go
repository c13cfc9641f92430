package selfcheck

import (
	"fmt"

	"sfdfa-actors/internal/study/selfcheck/graph"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// graphQuantity is one kind of value that cases of networks of any shape hold.
type graphQuantity struct {
	name     string
	isTime   bool // compared in seconds, not relatively
	gradient bool // comes from the local gradient; the name is completed by which one
	rows     func(*graphObservation) []row
}

var graphQuantities = []graphQuantity{
	{name: "spike times", isTime: true, rows: func(o *graphObservation) []row {
		return o.bySpike("spikes", func(s *graph.Sample) graph.ByName { return s.Spikes }, func(spike *messages.Spike) float64 { return spike.Time })
	}},
	{name: "grades", rows: func(o *graphObservation) []row {
		return o.bySpike("grades", func(s *graph.Sample) graph.ByName { return s.Grades }, func(spike *messages.Spike) float64 { return spike.Grade })
	}},
	{name: "eligibilities", gradient: true, rows: func(o *graphObservation) []row {
		return o.bySample("elig", o.weights, weightEligibilities)
	}},
	{name: "eligibilities of delays", gradient: true, rows: func(o *graphObservation) []row {
		return o.bySample("delay_elig", o.delays, delayEligibilities)
	}},
	{name: "output derivatives", rows: func(o *graphObservation) []row {
		return o.byOutput("d", func(s int, want *graph.Sample) (got, wanted []float64) {
			return o.broadcasts[s].Derivatives, want.Derivatives
		})
	}},
	{name: "errors", rows: func(o *graphObservation) []row {
		return o.byOutput("err", func(s int, want *graph.Sample) (got, wanted []float64) { return o.broadcasts[s].Errors, want.Errors })
	}},
	{name: "losses", rows: func(o *graphObservation) []row {
		return o.byOutput("loss", func(s int, want *graph.Sample) (got, wanted []float64) {
			return o.losses[s : s+1], []float64{want.Loss}
		})
	}},
	{name: "feedback weights", rows: graphFeedback},
	{name: "weights", gradient: true, rows: weightsAfter},
	{name: "delays", gradient: true, rows: delaysAfter},
}

func weightEligibilities(s *graph.Sample, g learning.Gradient) [][]float64 {
	if g == learning.Exact {
		return s.Exact
	}
	return s.Modified
}

func delayEligibilities(s *graph.Sample, g learning.Gradient) [][]float64 {
	if g == learning.Exact {
		return s.DelayExact
	}
	return s.DelayModified
}

// bySpike gathers values of the spikes of all neurons in all samples.
func (o *graphObservation) bySpike(path string, want func(*graph.Sample) graph.ByName, value func(*messages.Spike) float64) (rows []row) {
	c := o.graph.Case
	for s := range c.Samples {
		for name, number := range o.neurons() {
			got := o.ofLayer(s, number-1, value)
			rows = append(rows, matrix(fmt.Sprintf("samples[%d].%s.%s", s, path, name), got, want(&c.Samples[s])[name])...)
		}
	}
	return rows
}

// neurons goes over the populations that are no sources, with their numbers in the network.
func (o *graphObservation) neurons() func(yield func(name string, number int) bool) {
	return func(yield func(string, int) bool) {
		for i := range o.graph.Case.Network.Populations {
			p := &o.graph.Case.Network.Populations[i]
			if number, _ := o.graph.Place(p.Name, 0); number > 0 && !yield(p.Name, number) {
				return
			}
		}
	}
}

// bySample gathers what each sample has by projection and synapse.
func (o *graphObservation) bySample(path string, got [][][]float64, want func(*graph.Sample, learning.Gradient) [][]float64) (rows []row) {
	for s := range got {
		at := fmt.Sprintf("samples[%d].%s_%s", s, path, o.variant.Gradient)
		rows = append(rows, matrix(at, got[s], want(&o.graph.Case.Samples[s], o.variant.Gradient))...)
	}
	return rows
}

// byOutput gathers what each sample has by output neuron.
func (o *graphObservation) byOutput(path string, values func(sample int, want *graph.Sample) (got, wanted []float64)) (rows []row) {
	for s := range o.graph.Case.Samples {
		got, want := values(s, &o.graph.Case.Samples[s])
		rows = append(rows, row{fmt.Sprintf("samples[%d].%s", s, path), got, want})
	}
	return rows
}

func graphFeedback(o *graphObservation) (rows []row) {
	for name, number := range o.neurons() {
		for i, want := range o.graph.Case.FeedbackAfter[name] {
			rows = append(rows, row{fmt.Sprintf("feedback_after.%s[%d]", name, i), o.states[number-1][i].Feedback, want})
		}
	}
	return rows
}

func weightsAfter(o *graphObservation) []row {
	want := o.graph.Case.WeightsAfter
	if o.variant.Gradient == learning.Exact {
		want = exactAfter(o.graph.Case, o.graph.Case.Rate, func(s graph.Synapse) float64 { return s.Weight }, weightEligibilities)
	}
	return matrix("w_after", o.graph.BySynapse(func(number, i int) []float64 { return o.states[number-1][i].Weights }), want)
}

func delaysAfter(o *graphObservation) []row {
	c := o.graph.Case
	want := c.DelaysAfter
	if o.variant.Gradient == learning.Exact {
		want = exactAfter(c, c.DelayRate, func(s graph.Synapse) float64 { return s.Delay }, delayEligibilities)
		for _, delays := range want {
			for j := range delays {
				delays[j] = min(max(delays[j], c.DelayMin), c.DelayMax)
			}
		}
	}
	return matrix("delay_after", o.graph.BySynapse(func(number, i int) []float64 { return o.states[number-1][i].Delays }), want)
}

// exactAfter is what synapses have after learning with the exact gradient, from the values in the file only:
// before − rate·mean(δ·E_exact).
func exactAfter(c *graph.Case, rate float64, before func(graph.Synapse) float64, by func(*graph.Sample, learning.Gradient) [][]float64) [][]float64 {
	all := make([][]float64, len(c.Network.Projections))
	for k := range all {
		p := &c.Network.Projections[k]
		for n := range p.Synapses {
			synapse := p.Synapse(n)
			after := before(synapse)
			for s := range c.Samples {
				step := rate * c.ProjectedError(s, p.To, synapse.Post) / float64(len(c.Samples))
				after -= step * by(&c.Samples[s], learning.Exact)[k][n]
			}
			all[k] = append(all[k], after)
		}
	}
	return all
}
