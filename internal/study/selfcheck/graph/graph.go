package graph

import (
	"cmp"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Graph is a case as the engines take it. The sources are parts of the one input, one after the other, and the
// output is the last population.
type Graph struct {
	Case  *Case
	Spec  network.Spec
	Parts network.Parts
	Train messages.Assignment // all samples as one batch

	numbers  map[string]int // of populations in the network, 0 for sources
	offsets  map[string]int // of sources: their first neuron in the input
	synapses [][][]int      // by projection and postsynaptic neuron: rows of its synapses, by presynaptic neuron
}

// New returns a checked case for the engines.
func New(c *Case, gradient learning.Gradient, form learning.Form, neuronsPerCore int) *Graph {
	g := &Graph{
		Case: c, numbers: map[string]int{}, offsets: map[string]int{},
		Spec: network.Spec{
			NeuronsPerCore: neuronsPerCore,
			Precision:      neuron.Float64,
			Learning: learning.Settings{
				Rule:      learning.SFDFA{},
				Gradient:  gradient,
				Form:      form,
				Optimiser: learning.Optimiser{Kind: learning.GradientDescent},
				Targets:   c.targets(),
				Ties:      learning.EarliestSpike, Regularisation: c.Regularisation, TargetRate: c.TargetRate,
			},
		},
		Parts: network.Parts{messages.Train: split{c}},
		Train: messages.Assignment{
			Part: messages.Train, Batch: len(c.Samples), Coalesce: len(c.Samples), InFlight: len(c.Samples), Learn: true,
			Rates: messages.Rates{Weights: c.Rate, Feedback: c.FeedbackRate, Delays: c.DelayRate},
		},
	}
	g.addPopulations()
	for k := range c.Network.Projections {
		g.addProjection(&c.Network.Projections[k])
	}
	for s := range c.Samples {
		g.Train.Indices = append(g.Train.Indices, s)
		g.Train.Labels = append(g.Train.Labels, c.Samples[s].Label)
	}
	return g
}

func (g *Graph) addPopulations() {
	n := &g.Case.Network
	inputs := 0
	g.Spec.Topology.Sizes, g.Spec.Topology.Names = []int{n.inputs()}, []string{"input"}
	for i := range n.Populations {
		if p := &n.Populations[i]; p.IsSource() {
			g.offsets[p.Name] = inputs
			inputs += p.Size
		} else if n.isHidden(p) {
			g.addPopulation(p)
		}
	}
	g.addPopulation(&n.Populations[n.Index(n.Output)])
}

func (g *Graph) addPopulation(p *Population) {
	t := &g.Spec.Topology
	g.numbers[p.Name] = len(t.Sizes)
	t.Sizes, t.Names = append(t.Sizes, p.Size), append(t.Names, p.Name)
	g.Spec.Neurons = append(g.Spec.Neurons, model.Parameters{
		TauSyn: p.TauSyn, TauMem: p.TauMem, Threshold: p.Threshold, Refractory: p.Refractory,
		Duration: g.Case.Network.Duration, SpikeCap: p.SpikeCap,
	})
}

func (g *Graph) addProjection(p *Projection) {
	size := g.Case.Network.Populations[g.Case.Network.Index(p.To)].Size
	rule, rows := pairs{make([][]int32, size)}, make([][]int, size)
	least, most := p.Synapse(0).Delay, p.Synapse(0).Delay
	for n := range p.Synapses {
		s := p.Synapse(n)
		rows[s.Post] = append(rows[s.Post], n)
		least, most = min(least, s.Delay), max(most, s.Delay)
	}
	for post := range rows {
		slices.SortFunc(rows[post], func(x, y int) int { return cmp.Compare(p.Synapse(x).Pre, p.Synapse(y).Pre) })
		for _, n := range rows[post] {
			rule.partners[post] = append(rule.partners[post], int32(p.Synapse(n).Pre+g.offsets[p.From]))
		}
	}
	delays := topology.Delays{Distribution: topology.Constant{Value: least}}
	if most > least {
		delays.Distribution = topology.Uniform{Low: least, High: most} // in place of which Network gives each its own
	}
	g.synapses = append(g.synapses, rows)
	g.Spec.Topology.Projections = append(g.Spec.Topology.Projections, topology.Projection{
		From: g.numbers[p.From], To: g.numbers[p.To], Rule: rule, Weights: topology.Constant{}, Delays: delays,
		FixedWeights: p.FixedWeights, LearnsDelays: !p.FixedDelays,
	})
}

// Network checks the spec, and gives its neurons the case's perturbations, delays, and bounds of delays. With
// these bounds the network is for one batch: a delay may become shorter than its windows are.
func (g *Graph) Network() (*network.Network, error) {
	net, err := network.New(g.Spec)
	if err != nil {
		return nil, err
	}
	for name, number := range g.numbers {
		p := net.Populations[number]
		for k := range p.Plasticity {
			if q := &p.Plasticity[k]; q.LearnsDelays {
				q.LeastDelay, q.MostDelay = g.Case.DelayMin, g.Case.DelayMax
			}
		}
		p.Delays = func(neuron int) []float64 { return g.Delays(number, neuron) }
		p.Perturbations = func(neuron int, sample uint64) float64 {
			if all := g.Case.Samples[sample].Perturbations[name]; len(all) > neuron {
				return all[neuron]
			}
			return 0
		}
	}
	return net, nil
}

// Place returns the number of a population in the network, and that of one of its neurons there.
func (g *Graph) Place(population string, neuron int) (number, index int) {
	return g.numbers[population], g.offsets[population] + neuron
}

// Number is the network's number of a population, 0 for sources.
func (g *Graph) Number(population string) int { return g.numbers[population] }

// Each visits the synapses of a neuron of the network in their order, with their projections and rows.
func (g *Graph) Each(population, neuron int, visit func(projection, row int, s Synapse)) {
	for k := range g.Case.Network.Projections {
		if p := &g.Case.Network.Projections[k]; g.numbers[p.To] == population {
			for _, n := range g.synapses[k][neuron] {
				visit(k, n, p.Synapse(n))
			}
		}
	}
}

// Delays are those of a neuron's synapses at first, in seconds.
func (g *Graph) Delays(population, neuron int) (delays []float64) {
	g.Each(population, neuron, func(_, _ int, s Synapse) { delays = append(delays, s.Delay) })
	return delays
}

// Initial is the state that the case starts from.
func (g *Graph) Initial(population, neuron int) (state messages.State, given bool) {
	g.Each(population, neuron, func(_, _ int, s Synapse) { state.Weights = append(state.Weights, s.Weight) })
	for _, afferent := range g.Spec.Topology.Afferents(population) {
		if afferent.LearnsDelays {
			state.Delays = g.Delays(population, neuron)
		}
	}
	if rows := g.Case.Feedback[g.Spec.Topology.Names[population]]; len(rows) > 0 {
		state.Feedback = rows[neuron]
	}
	return state, true
}

// BySynapse arranges numbers of each neuron's synapses as the case has its projections.
func (g *Graph) BySynapse(of func(population, neuron int) []float64) [][]float64 {
	all := make([][]float64, len(g.Case.Network.Projections))
	for k := range all {
		all[k] = make([]float64, len(g.Case.Network.Projections[k].Synapses))
	}
	for number := 1; number < len(g.Spec.Topology.Sizes); number++ {
		for i := range g.Spec.Topology.Sizes[number] {
			numbers, next := of(number, i), 0
			g.Each(number, i, func(projection, row int, _ Synapse) {
				all[projection][row] = numbers[next]
				next++
			})
		}
	}
	return all
}
