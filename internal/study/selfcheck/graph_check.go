package selfcheck

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/study/selfcheck/graph"
	"sfdfa-actors/learning"
)

// Tolerances of networks of any shape: errors add up on the way through cycles.
const (
	graphTime     = 1e-11 // seconds
	graphRelative = 1e-8  // relative to the larger of 1 and the value
)

// Graph is a worked case of a network of any shape.
type Graph struct{ graph.Case }

// Title implements Worked.
func (g *Graph) Title() string { return g.Name }

// Variants implements Worked. Windows change nothing without a cycle, but are tried all the same.
func (g *Graph) Variants() []Variant {
	var variants []Variant
	for _, engine := range Engines() {
		for _, gradient := range learning.Gradients() {
			for _, form := range []learning.Form{learning.Fused, learning.Trace} {
				variants = append(variants, Variant{Engine: engine, Rule: learning.SFDFA{}, Gradient: gradient, Form: form})
			}
		}
		for _, window := range []float64{0.5, 1 / 3.7} {
			variants = append(variants, Variant{
				Engine: engine, Rule: learning.SFDFA{}, Gradient: learning.Modified, Form: learning.Fused, Window: window,
			})
		}
	}
	return variants
}

// Check implements Worked, with float64 only.
func (g *Graph) Check(precision neuron.Precision) ([]Deviation, error) {
	if precision != neuron.Float64 {
		return nil, fmt.Errorf("selfcheck: %s: a network of any shape has the precision %q, allowed: %s", g.Name, precision, neuron.Float64)
	}
	var deviations []Deviation
	for _, v := range g.Variants() {
		o, err := g.observe(v)
		if err != nil {
			return nil, fmt.Errorf("selfcheck: %s (%s): %w", g.Name, v, err)
		}
		for i := range graphQuantities {
			deviations = append(deviations, o.deviation(&graphQuantities[i]))
		}
	}
	return deviations, nil
}

// graphObservation is what one variant of a case left to be seen.
type graphObservation struct {
	*observation
	graph   *graph.Graph
	variant Variant
	// Eligibilities by [sample][projection][synapse].
	weights, delays [][][]float64
}

func (g *Graph) observe(v Variant) (*graphObservation, error) {
	o := &graphObservation{graph: graph.New(&g.Case, v.Gradient, v.Form, neuronsPerCore), variant: v}
	net, err := o.graph.Network()
	if err != nil {
		return nil, err
	}
	a := o.graph.Train
	a.Coalesce = v.Engine.coalesce(a.Batch)
	if o.observation, err = observe(net, v, &a, network.Setup{Parts: o.graph.Parts, Initial: o.graph.Initial}); err != nil {
		return nil, err
	}
	o.addEligibilities()
	return o, nil
}

func (o *graphObservation) deviation(q *graphQuantity) Deviation {
	d := Deviation{Variant: o.variant, Quantity: q.name, Tolerance: graphRelative}
	if q.gradient {
		d.Quantity = fmt.Sprintf("%s, %s", q.name, o.variant.Gradient)
	}
	unit := func(want, _ float64) float64 { return max(1, math.Abs(want)) }
	if q.isTime {
		d.Tolerance, unit = graphTime, func(float64, float64) float64 { return 1 }
	}
	for _, row := range q.rows(o) {
		d.addRow(row, unit)
	}
	return d
}
