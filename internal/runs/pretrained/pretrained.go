// Package pretrained reads files of trained networks, from which a run may start: what the network is, and what its
// neurons have learned.
package pretrained

import (
	"fmt"
	"reflect"
	"slices"
	"sync"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// File is a trained network in a file.
type File struct {
	path string
	own  *settings.Config // settings that the file names, or nil
	net  *network.Network // that these ask for, or nil
	text string           // the network, where there are none
	// states has what the neurons of a network have learned, by population and neuron: weights at least. Parts that
	// the file doesn't have are nil.
	states func() ([][]messages.State, error)
}

// describing are settings that say what a network is, beside those of the groups describingGroups.
var (
	describing       = []string{"dataset", "inputs", "time-unit", "seed", "ties", "target-right", "target-other", "weight-average"}
	describingGroups = []string{"Sound", "Network", "Neuron"}
)

// Apply gives a config what the file says of the network, but for its data set where the config names one.
func (f *File) Apply(c *settings.Config) error {
	defer func() { c.Calibrate = settings.CalibrateNone }()
	if f.own == nil {
		c.Network = f.text
		return nil
	}
	named := c.Dataset
	from := settings.All(f.own)
	for i, s := range settings.All(c) {
		if !describes(s) || named != "" && (s.Name == "dataset" || !s.Has(named)) {
			continue
		}
		reflect.ValueOf(s.Value).Elem().Set(reflect.ValueOf(from[i].Value).Elem())
	}
	if c.Network != "" {
		c.Layers, c.InDegree, c.Density = []int{}, []int{}, []float64{} // which a network says by itself
	}
	return nil
}

// decodeSettings reads the settings of a run as a file has them.
func decodeSettings(text string) (*settings.Config, error) {
	c := settings.Base()
	if err := settings.Decode([]byte(text), &c); err != nil {
		return nil, err
	}
	c.FollowNetwork()
	return &c, c.Validate()
}

// networkOf is the network that settings ask for, on as many inputs and classes as the file has.
func networkOf(c *settings.Config, inputs, classes int) (*network.Network, error) {
	spec, err := networkspec.Of(c, inputs, classes)
	if err != nil {
		return nil, err
	}
	return network.New(spec)
}

// Initial gives the neurons of a network what the file has for them, and the rest as before training. It is an error
// if the file has other neurons or synapses.
func (f *File) Initial(net *network.Network) (network.Initial, error) {
	states, err := f.states()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.path, err)
	}
	for population := net.Topology.FirstNeurons(); population < len(net.Topology.Sizes); population++ {
		got := 0
		if population < len(states) {
			got = len(states[population])
		}
		if want := net.Topology.Sizes[population]; got != want || len(states) != len(net.Topology.Sizes) {
			return nil, fmt.Errorf("%s: %d neurons in population %d of %d, allowed: %d, of %d", f.path, got, population, len(states)-1, want, len(net.Topology.Sizes)-1)
		}
	}
	if f.net != nil && f.net.Topology.Seed != net.Topology.Seed && drawsDelays(&f.net.Topology) {
		return nil, fmt.Errorf("%s: seed is %d, allowed: %d, by which its delays are drawn", f.path, net.Topology.Seed, f.net.Topology.Seed)
	}
	b := &builder{file: f, net: net, states: states, built: map[int][]neuron.Neuron{}, asked: map[int]int{}}
	return b.initial, b.check()
}

// drawsDelays reports whether delays depend on the seed.
func drawsDelays(n *topology.Network) bool {
	return slices.ContainsFunc(n.Projections, func(p topology.Projection) bool {
		_, constant := p.Delays.Constant()
		return !constant
	})
}

// builder makes states in which a network starts, from those before training, core by core.
type builder struct {
	file   *File
	net    *network.Network
	states [][]messages.State

	mutex sync.Mutex
	built map[int][]neuron.Neuron // by core
	asked map[int]int             // neurons of a core that were asked for
}

// check compares the synapses.
func (b *builder) check() error {
	for _, core := range b.net.Cores {
		degree := b.net.Topology.PresynapticCount(core.Population)
		var partners, drawn *topology.Partners // of the network, and of the file's
		if !b.net.Topology.IsDense(core.Population) {
			partners = b.net.Topology.Partners(core)
			if b.file.net != nil {
				drawn = b.file.net.Topology.Partners(core)
			}
		}
		for i := range core.Count {
			if partners != nil {
				degree = len(partners.NeuronPartners(i))
			}
			if got := len(b.states[core.Population][core.First+i].Weights); got != degree {
				return fmt.Errorf("%s: %d weights of neuron %d of population %d, allowed: %d, one for each synapse", b.file.path, got, core.First+i, core.Population, degree)
			}
			if drawn != nil && !slices.Equal(partners.NeuronPartners(i), drawn.NeuronPartners(i)) {
				return fmt.Errorf("%s: other synapses of neuron %d of population %d, allowed: those of its settings, with seed %d", b.file.path, core.First+i, core.Population, b.file.net.Topology.Seed)
			}
		}
	}
	return nil
}

// initial implements network.Initial.
func (b *builder) initial(population, index int) (messages.State, bool) {
	core := b.net.Cores[slices.IndexFunc(b.net.Cores, func(c topology.Core) bool {
		return c.Population == population && index >= c.First && index < c.First+c.Count
	})]
	before, err := b.before(core, index-core.First)
	if err != nil {
		return messages.State{}, false // building the core has the same error
	}
	learned := b.states[population][index]
	for _, part := range []struct {
		to   *[]float64
		from []float64
	}{
		{&before.Weights, learned.Weights}, {&before.Averages, learned.Averages}, {&before.Feedback, learned.Feedback},
		{&before.MeanRate, learned.MeanRate}, {&before.Delays, learned.Delays},
	} {
		if len(part.from) == len(*part.to) {
			*part.to = part.from
		}
	}
	if len(learned.Averages) == 0 && len(before.Averages) > 0 {
		before.Averages = learned.Weights
	}
	return before, true
}

// before is the state of the i-th neuron of a core before training. A core is kept until all its neurons were asked for.
func (b *builder) before(core topology.Core, i int) (messages.State, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.built[core.ID] == nil {
		neurons, _, err := b.net.BuildCore(core, nil, nil)
		if err != nil {
			return messages.State{}, err
		}
		b.built[core.ID], b.asked[core.ID] = neurons, 0
	}
	state := b.built[core.ID][i].State()
	if b.asked[core.ID]++; b.asked[core.ID] == core.Count {
		delete(b.built, core.ID)
	}
	return state, nil
}
