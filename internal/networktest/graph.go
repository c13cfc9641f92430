package networktest

import (
	"cmp"
	"slices"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/networktest/eventqueue"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Graph is a network of any shape, given synapse by synapse, as the engines take it. The sources are parts of
// the one input, one after the other.
type Graph struct {
	Case  *eventqueue.Case
	Spec  network.Spec
	Parts network.Parts
	Train messages.Assignment // all samples as one batch

	numbers  []int     // by population of the case: that of the network
	offsets  []int     // by source: its first neuron in the input
	synapses [][][]int // by projection and postsynaptic neuron: positions of its synapses, by presynaptic neuron
}

// NewGraph returns a case for the engines.
func NewGraph(c *eventqueue.Case, gradient learning.Gradient, form learning.Form, neuronsPerCore int) *Graph {
	g := &Graph{Case: c, Spec: network.Spec{
		NeuronsPerCore: neuronsPerCore,
		Precision:      neuron.Float64,
		Learning: learning.Settings{
			Rule:      learning.SFDFA{},
			Gradient:  gradient,
			Form:      form,
			Optimiser: learning.Optimiser{Kind: learning.GradientDescent},
			Targets:   learning.Targets{Right: c.Rule.TargetTrue, Other: c.Rule.TargetFalse},
			Ties:      learning.EarliestSpike, Regularisation: c.Rule.Regularisation, TargetRate: c.Rule.TargetRate,
		},
	}}
	g.addPopulations()
	for k := range c.Network.Projections {
		g.addProjection(&c.Network.Projections[k])
	}
	split := &Split{}
	g.Train = messages.Assignment{
		Part: messages.Train, Batch: len(c.Samples), Coalesce: len(c.Samples), InFlight: len(c.Samples), Learn: true,
		Rates: messages.Rates{Weights: c.Rule.Rate, Feedback: c.Rule.FeedbackRate, Delays: c.Rule.DelayRate},
	}
	for s := range c.Samples {
		split.Labels = append(split.Labels, c.Samples[s].Label)
		split.Spikes = append(split.Spikes, g.input(&c.Samples[s]))
		g.Train.Indices = append(g.Train.Indices, s)
		g.Train.Labels = append(g.Train.Labels, c.Samples[s].Label)
	}
	g.Parts = map[messages.Part]datasets.Split{messages.Train: split}
	return g
}

func (g *Graph) addPopulations() {
	inputs := 0
	g.Spec.Topology.Sizes = []int{0}
	for _, p := range g.Case.Network.Populations {
		if p.IsSource() {
			g.numbers, g.offsets = append(g.numbers, 0), append(g.offsets, inputs)
			inputs += p.Size
			continue
		}
		g.numbers, g.offsets = append(g.numbers, len(g.Spec.Topology.Sizes)), append(g.offsets, 0)
		g.Spec.Topology.Sizes = append(g.Spec.Topology.Sizes, p.Size)
		g.Spec.Neurons = append(g.Spec.Neurons, model.Parameters{
			TauSyn: p.TauSyn, TauMem: p.TauMem, Threshold: p.Threshold, Refractory: p.Refractory,
			Duration: g.Case.Network.Duration, SpikeCap: p.SpikeCap,
		})
	}
	g.Spec.Topology.Sizes[0] = inputs
}

// pairs is a connection rule that lists the presynaptic neurons of each postsynaptic one.
type pairs struct{ partners [][]int32 }

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

// AppendPresynaptic implements topology.Rule.
func (p pairs) AppendPresynaptic(dst []int32, _ topology.Between, neuron int, _ *rng.Stream) []int32 {
	return append(dst, p.partners[neuron]...)
}

func (g *Graph) addProjection(p *eventqueue.Projection) {
	size := g.Case.Network.Populations[p.To].Size
	rule, synapses := pairs{make([][]int32, size)}, make([][]int, size)
	least, most := 0.0, 0.0
	for n, synapse := range p.Synapses {
		synapses[synapse.Post] = append(synapses[synapse.Post], n)
		if n == 0 {
			least, most = synapse.Delay, synapse.Delay
		}
		least, most = min(least, synapse.Delay), max(most, synapse.Delay)
	}
	for post := range synapses {
		slices.SortFunc(synapses[post], func(x, y int) int { return cmp.Compare(p.Synapses[x].Pre, p.Synapses[y].Pre) })
		for _, n := range synapses[post] {
			rule.partners[post] = append(rule.partners[post], int32(p.Synapses[n].Pre+g.offsets[p.From]))
		}
	}
	delays := topology.Delays{Distribution: topology.Constant{Value: least}}
	if most > least {
		delays.Distribution = topology.Uniform{Low: least, High: most} // in place of which Prepare gives each its own
	}
	g.synapses = append(g.synapses, synapses)
	g.Spec.Topology.Projections = append(g.Spec.Topology.Projections, topology.Projection{
		From: g.numbers[p.From], To: g.numbers[p.To], Rule: rule, Weights: topology.Constant{}, Delays: delays,
		FixedWeights: p.FixedWeights, LearnsDelays: !p.FixedDelays,
	})
}

func (g *Graph) input(sample *eventqueue.Sample) (spikes []messages.Spike) {
	for p, neurons := range sample.Input {
		for j, times := range neurons {
			for _, time := range times {
				spikes = append(spikes, messages.Spike{Time: time, Source: int32(g.offsets[p] + j)})
			}
		}
	}
	messages.SortSpikes(spikes)
	return spikes
}

// Network checks the spec, and gives its neurons the case's perturbations and delays.
func (g *Graph) Network() (*network.Network, error) {
	net, err := network.New(g.Spec)
	if err != nil {
		return nil, err
	}
	for p, number := range g.numbers {
		if number == 0 {
			continue
		}
		net.Populations[number].Perturbations = func(neuron int, sample uint64) float64 {
			if all := g.Case.Samples[sample].Perturbations; len(all) > p && len(all[p]) > neuron {
				return all[p][neuron]
			}
			return 0
		}
		for k := range net.Populations[number].Plasticity {
			if q := &net.Populations[number].Plasticity[k]; q.LearnsDelays {
				q.LeastDelay, q.MostDelay = g.Case.Rule.DelayMin, g.Case.Rule.DelayMax
			}
		}
		net.Populations[number].Delays = func(neuron int) []float64 { return g.Delays(number, neuron) }
	}
	return net, nil
}

// each visits the synapses of a neuron of the network in their order.
func (g *Graph) each(population, neuron int, visit func(*eventqueue.Synapse)) {
	for k := range g.Case.Network.Projections {
		if p := &g.Case.Network.Projections[k]; g.numbers[p.To] == population {
			for _, n := range g.synapses[k][neuron] {
				visit(&p.Synapses[n])
			}
		}
	}
}

// Initial is the state that the case starts from.
func (g *Graph) Initial(population, neuron int) (state messages.State, given bool) {
	learnsDelays := false
	for _, afferent := range g.Spec.Topology.Afferents(population) {
		learnsDelays = learnsDelays || afferent.LearnsDelays
	}
	g.each(population, neuron, func(s *eventqueue.Synapse) {
		state.Weights = append(state.Weights, s.Weight)
		if learnsDelays {
			state.Delays = append(state.Delays, s.Delay)
		}
	})
	for p, number := range g.numbers {
		if number == population && p < len(g.Case.Feedback) && len(g.Case.Feedback[p]) > 0 {
			state.Feedback = g.Case.Feedback[p][neuron]
		}
	}
	return state, true
}

// Delays are those of a neuron's synapses in the network at first, in seconds.
func (g *Graph) Delays(population, neuron int) (delays []float64) {
	g.each(population, neuron, func(s *eventqueue.Synapse) { delays = append(delays, s.Delay) })
	return delays
}

// BySynapse arranges numbers of synapses by population and neuron as the case has its projections.
func (g *Graph) BySynapse(of func(population, neuron int) []float64) [][]float64 {
	var all [][]float64
	for k, p := range g.Case.Network.Projections {
		numbers := make([]float64, len(p.Synapses))
		for post, synapses := range g.synapses[k] {
			before := 0
			for earlier := range k {
				if g.Case.Network.Projections[earlier].To == p.To {
					before += len(g.synapses[earlier][post])
				}
			}
			own := of(g.numbers[p.To], post)
			for i, n := range synapses {
				numbers[n] = own[before+i]
			}
		}
		all = append(all, numbers)
	}
	return all
}

// Number is the network's number of a population of the case, 0 for sources.
func (g *Graph) Number(population int) int { return g.numbers[population] }
