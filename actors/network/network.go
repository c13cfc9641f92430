package network

import (
	"fmt"
	"strings"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Spec determines a network in its state before training completely.
type Spec struct {
	Topology       topology.Network
	Sources        []Source           // of each population that is a source; nil is one, the data set
	Neurons        []model.Parameters // of each population but the input; a generator's own duration and spike cap
	Drives         []neuron.Drive     // of each population but the input, or nil without any
	Learning       learning.Settings
	Grades         messages.GradeFormat // in which spikes carry grades
	Precision      neuron.Precision
	NeuronsPerCore int
}

// Network is a checked spec with what derives from it.
type Network struct {
	Spec
	Populations []*neuron.Population // the input's is nil
	Cores       []topology.Core
	components  []int // by population: its strongly connected component
}

// New checks the spec.
func New(spec Spec) (*Network, error) {
	if err := spec.Topology.Validate(); err != nil {
		return nil, err
	}
	if err := spec.Learning.Validate(); err != nil {
		return nil, err
	}
	if err := spec.Precision.Validate(); err != nil {
		return nil, err
	}
	if err := spec.Grades.Validate(); err != nil {
		return nil, err
	}
	if err := spec.validateSources(); err != nil {
		return nil, err
	}
	if err := spec.validateBackward(); err != nil {
		return nil, err
	}
	learned := len(spec.Topology.Sizes) - 1
	if len(spec.Neurons) != learned {
		return nil, fmt.Errorf("network: %d neuron parameters for %d populations", len(spec.Neurons), learned)
	}
	cores, err := spec.Topology.Cores(spec.NeuronsPerCore)
	if err != nil {
		return nil, err
	}
	n := &Network{Spec: spec, Cores: cores, Populations: make([]*neuron.Population, learned+1), components: make([]int, learned+1)}
	for i, component := range spec.Topology.Components() {
		for _, population := range component {
			n.components[population] = i
		}
	}
	for population := 1; population <= learned; population++ {
		if n.Populations[population], err = n.population(population); err != nil {
			return nil, fmt.Errorf("population %d: %w", population, err)
		}
	}
	return n, nil
}

func (n *Network) population(index int) (*neuron.Population, error) {
	m, err := neuron.NewModel(n.parameters(index))
	if err != nil {
		return nil, err
	}
	var weights []neuron.Distribution
	for _, afferent := range n.Topology.Afferents(index) {
		if afferent.Weights == nil {
			return nil, fmt.Errorf("network: projection %d has no initial weights, allowed: %s", afferent.Index, strings.Join(topology.DistributionNames(), ", "))
		}
		weights = append(weights, afferent.Weights)
	}
	output := n.Topology.Output()
	return &neuron.Population{
		Index:      index,
		Hidden:     output - n.Topology.FirstHidden(),
		Sources:    n.Topology.FirstHidden(),
		Generates:  n.Topology.IsGenerator(index),
		Outputs:    n.Topology.Sizes[output],
		IsOutput:   index == output,
		Model:      m,
		Learning:   &n.Learning,
		Weights:    weights,
		Plasticity: n.plasticity(index),
		Grades:     n.Grades,
		Seed:       n.Topology.Seed,
		Drive:      n.driveOf(index),
	}, nil
}

// plasticity is that of the projections into a population, nil where all learn their weights only, without bounds.
func (n *Network) plasticity(population int) []neuron.Plasticity {
	var all []neuron.Plasticity
	usual := true
	for _, afferent := range n.Topology.Afferents(population) {
		usual = usual && !afferent.FixedWeights && !afferent.LearnsDelays && !afferent.IsBounded()
		q := neuron.Plasticity{
			FixedWeights: afferent.FixedWeights, LearnsDelays: afferent.LearnsDelays,
			LeastWeight: afferent.LeastWeight, MostWeight: afferent.MostWeight,
		}
		if !afferent.Delays.PerAxon { // those are not the synapses'
			q.LeastDelay, q.MostDelay = afferent.Delays.Least(), afferent.Delays.Most()
		}
		all = append(all, q)
	}
	if usual {
		return nil
	}
	return all
}

// parameters are those of a population, with the model that it needs: closed solutions are for neurons
// that get their samples whole.
func (n *Network) parameters(population int) model.Parameters {
	p := n.Neurons[population-1]
	if n.Topology.IsGenerator(population) {
		return model.Parameters{Model: "generator", Duration: p.Duration, SpikeCap: p.SpikeCap}
	}
	closed := (p.TauMem == 0 || p.TauMem == 2*p.TauSyn) && p.Refractory == 0 && p.Current == 0
	if p.Model == "" && (!closed || n.driveOf(population).IsThere() || n.Topology.Recurrent(population) || n.Topology.HasSynapticDelays(population)) {
		p.Model = "eventlif"
	}
	return p
}

// driveOf is the drive of a population: what a generator fires, or what reaches neurons beside their synapses.
func (n *Network) driveOf(population int) neuron.Drive {
	if n.Topology.IsGenerator(population) {
		return n.Sources[population].drive()
	}
	if len(n.Drives) == 0 {
		return neuron.Drive{}
	}
	return n.Drives[population-1]
}

// Inputs is the number of input neurons.
func (n *Network) Inputs() int { return n.Topology.Sizes[0] }

// AppendInput appends the input spikes of a sample that the network sees, those up to T_max of
// the populations behind the input, T_max included, and returns the extended slice. What comes
// later reaches no synapse: it is not presented, and nothing counts it.
func (n *Network) AppendInput(dst []messages.Spike, split datasets.Split, sample int) []messages.Spike {
	before := len(dst)
	dst = split.AppendSpikes(dst, sample)
	end := n.Populations[1].Model.End()
	for len(dst) > before && dst[len(dst)-1].Time > end {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// InputCore stands for the input where a core is named.
func (n *Network) InputCore() topology.Core {
	return topology.Core{ID: messages.InputCore, Count: n.Inputs()}
}

// Outputs is the number of output neurons.
func (n *Network) Outputs() int { return n.Topology.Sizes[n.Topology.Output()] }

// BuildCore makes a core's neurons in the state that initial gives, if it is not
// nil, or else in that before training, and the distributor that hands them their
// inputs, with a free list that other cores of the population may share. It is an
// error if a state does not fit its neuron, or the core is too large for its
// fan-out table.
func (n *Network) BuildCore(core topology.Core, initial Initial, stock *routing.FreeList) ([]neuron.Neuron, *routing.Distributor, error) {
	degrees, axons, err := n.connect(core)
	if err != nil {
		return nil, nil, err
	}
	p := n.Populations[core.Population]
	neurons := neuron.Build(p, n.Precision, core.First, degrees)
	n.setDelays(core, neurons, degrees)
	if err := setInitial(core, neurons, initial); err != nil {
		return nil, nil, err
	}
	return neurons, routing.NewDistributor(p.Model, axons, core.Count, stock), nil
}

// connect draws the synapses of a core: their numbers by neuron and projection, and its fan-out table, nil where none is
// needed.
func (n *Network) connect(core topology.Core) (degrees []int, axons *topology.Axons, err error) {
	p := n.Populations[core.Population]
	degrees = make([]int, 0, core.Count*len(p.Weights))
	if n.Topology.IsDense(core.Population) {
		afferents := n.Topology.Afferents(core.Population)
		if len(afferents) == 0 {
			return make([]int, core.Count), nil, nil // generators
		}
		for range core.Count {
			for _, afferent := range afferents {
				degrees = append(degrees, n.Topology.Sizes[afferent.From])
			}
		}
	} else {
		partners := n.Topology.Partners(core)
		for i := range core.Count {
			degrees = n.Topology.AppendDegrees(degrees, core.Population, partners.NeuronPartners(i))
		}
		axons, err = topology.NewAxons(partners, n.Topology.PresynapticCount(core.Population))
	}
	return degrees, axons, err
}

// setDelays gives delays to neurons whose synapses have their own. degrees are the numbers of synapses of each
// neuron by projection, neuron after neuron.
func (n *Network) setDelays(core topology.Core, neurons []neuron.Neuron, degrees []int) {
	p := n.Populations[core.Population]
	if !n.Topology.HasSynapticDelays(core.Population) {
		return
	}
	stream := rng.NewStream(0, rng.Key{}) // scratch
	afferents := len(degrees) / len(neurons)
	var delays []float64
	for i := range neurons {
		index := core.First + i
		delays = n.Topology.AppendDelays(delays[:0], core.Population, index, degrees[i*afferents:(i+1)*afferents], stream)
		if p.Delays != nil {
			delays = p.Delays(index)
		}
		neurons[i].SetDelays(delays)
	}
}

func setInitial(core topology.Core, neurons []neuron.Neuron, initial Initial) error {
	if initial == nil {
		return nil
	}
	for i := range neurons {
		state, given := initial(core.Population, core.First+i)
		if !given {
			continue
		}
		if err := neurons[i].SetState(state); err != nil {
			return fmt.Errorf("network: initial state in population %d: %w", core.Population, err)
		}
	}
	return nil
}
