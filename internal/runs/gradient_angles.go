package runs

import (
	"context"

	"gonum.org/v1/gonum/stat"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/runs/alignment"
	"sfdfa-actors/internal/runs/pretrained"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// gauge measures gradient angles: the same network three times, with the rule and
// with back-propagation.
type gauge struct {
	estimate, exact, same *reference.Engine
}

// newGauge builds its networks with the weights and feedback weights of other
// neurons, those of a network that they are alike.
func newGauge(net *network.Network, from pretrained.StateSource, setup network.Setup) (*gauge, error) {
	states := make([][]messages.State, len(net.Populations))
	for population := 1; population < len(states); population++ {
		err := from.States(population, func(core []messages.State) error {
			states[population] = append(states[population], messages.CloneStates(core)...)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	g := &gauge{}
	for _, part := range []struct {
		engine   **reference.Engine
		rule     learning.Rule
		gradient learning.Gradient
	}{
		{&g.estimate, net.Learning.Rule, net.Learning.Gradient},
		{&g.exact, learning.BP{}, learning.Exact},
		{&g.same, learning.BP{}, net.Learning.Gradient},
	} {
		spec := net.Spec
		spec.Learning.Rule, spec.Learning.Gradient, spec.Learning.Form = part.rule, part.gradient, learning.Fused
		spec.Learning.Regularisation, spec.Learning.WeightAverage = 0, 0
		spec.Learning.Optimiser = learning.Optimiser{Kind: learning.GradientDescent} // which keeps no moments
		engine, err := replica(spec, states, setup)
		if err != nil {
			return nil, err
		}
		*part.engine = engine
	}
	return g, nil
}

// replica builds the network of a spec with the weights and delays of other neurons, and with
// their feedback weights if its rule has any.
func replica(spec network.Spec, states [][]messages.State, setup network.Setup) (*reference.Engine, error) {
	net, err := network.New(spec)
	if err != nil {
		return nil, err
	}
	setup.Initial = func(population, index int) (messages.State, bool) {
		state := messages.State{Weights: states[population][index].Weights, Delays: states[population][index].Delays}
		if net.Populations[population].HasFeedback() {
			state.Feedback = states[population][index].Feedback
		}
		return state, true
	}
	return reference.New(net, setup)
}

// gradientAngles measures on the first training samples, batch by batch; complete
// is false if the context ended first. The angles are nil if none are asked for.
func (r *run) gradientAngles(ctx context.Context) (angles *record.GradientAngles, complete bool, err error) {
	samples := min(r.config.GradientAngles, r.testbed.dataset.Train.Len())
	if samples == 0 {
		return nil, true, nil
	}
	g, err := newGauge(r.testbed.net, r.testbed.engine, network.Setup{Parts: r.testbed.parts, CPUCores: r.config.Procs})
	if err != nil {
		return nil, false, err
	}
	populations := len(r.testbed.net.Populations) - 1
	exact, same := make([][]float64, populations), make([][]float64, populations) // by population and batch
	for from := 0; from < samples; from += r.config.Batch {
		if ctx.Err() != nil {
			return nil, false, nil
		}
		indices := make([]int, min(r.config.Batch, samples-from))
		for i := range indices {
			indices[i] = from + i
		}
		a := r.assignment(messages.Train, indices)
		if err := g.measure(a, exact, same); err != nil {
			return nil, false, err
		}
	}
	return &record.GradientAngles{Exact: means(exact), Same: means(same)}, true, nil
}

// measure adds the angles on one batch.
func (g *gauge) measure(a *messages.Assignment, exact, same [][]float64) error {
	estimates, err := g.estimate.Gradients(a)
	if err != nil {
		return err
	}
	for _, other := range []struct {
		engine *reference.Engine
		angles [][]float64
	}{{g.exact, exact}, {g.same, same}} {
		gradients, err := other.engine.Gradients(a)
		if err != nil {
			return err
		}
		appendAngles(other.angles, estimates, gradients)
	}
	return nil
}

// appendAngles adds the angle of one batch for each population that has one.
func appendAngles(dst [][]float64, x, y [][][]float64) {
	for population := range dst {
		if a := alignment.Angle(flattened(x[population]), flattened(y[population])); a != nil {
			dst[population] = append(dst[population], *a)
		}
	}
}

func flattened(rows [][]float64) (flat []float64) {
	for _, row := range rows {
		flat = append(flat, row...)
	}
	return flat
}

// means are those of each list, nil where it is empty.
func means(lists [][]float64) []*float64 {
	all := make([]*float64, len(lists))
	for i, list := range lists {
		if len(list) > 0 {
			mean := stat.Mean(list, nil)
			all[i] = &mean
		}
	}
	return all
}
