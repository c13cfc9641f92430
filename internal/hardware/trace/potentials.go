package trace

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/course"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

// Neurons are some neurons of a population, the first to the last one.
type Neurons struct{ Population, First, Last int }

// ErrNeurons means that the potentials of some neurons can't be traced.
var ErrNeurons = errors.New("trace")

// parseNeurons reads POPULATION:INDEX or POPULATION:FIRST-LAST.
func parseNeurons(text string) (n Neurons, err error) {
	population, indices, _ := strings.Cut(text, ":")
	first, last, several := strings.Cut(indices, "-")
	if !several {
		last = first
	}
	for _, part := range []struct {
		text string
		to   *int
	}{{population, &n.Population}, {first, &n.First}, {last, &n.Last}} {
		number, err := strconv.ParseUint(part.text, 10, 31)
		if err != nil {
			return n, fmt.Errorf("%w has potentials of %q, allowed: POPULATION:INDEX or POPULATION:FIRST-LAST, as in potentials=1:7,2:0-9", ErrNeurons, text)
		}
		*part.to = int(number)
	}
	return n, nil
}

// check refuses neurons that a network lacks, and those whose potential their spikes don't tell.
func (n Neurons) check(net *network.Network) error {
	first, last := net.Topology.FirstNeurons(), net.Topology.Output()
	if n.Population < first || n.Population > last {
		return fmt.Errorf("%w has potentials of population %d, allowed: from %d to %d", ErrNeurons, n.Population, first, last)
	}
	if size := net.Topology.Sizes[n.Population]; n.First > n.Last || n.Last >= size {
		return fmt.Errorf("%w has potentials of neurons %d to %d of population %d, allowed: from 0 to %d, in this order", ErrNeurons, n.First, n.Last, n.Population, size-1)
	}
	if obstacle := course.Obstacle(net, n.Population); obstacle != "" {
		return fmt.Errorf("%w has potentials of population %d, allowed: populations whose spikes tell what they get; %s", ErrNeurons, n.Population, obstacle)
	}
	return nil
}

// Serves returns an error for neurons whose potentials can't be traced.
func (o *Options) Serves(net *network.Network) error {
	for _, n := range o.Neurons {
		if err := n.check(net); err != nil {
			return err
		}
	}
	return nil
}

// potentials are the neurons whose potentials are traced.
type potentials struct {
	net     *network.Network
	learned func(population, index int) (messages.State, error)
	neurons []traced
	fired   [][]messages.Spike // by population, of the sample at work
}

// traced is one neuron, with the weights that it has now.
type traced struct {
	population, index int
	threshold         float64 // 1/s
	partners          []int32 // presynaptic neurons by synapse
	weights           []float64
}

// newPotentials is nil where no neuron is chosen.
func newPotentials(net *network.Network, o *Options) *potentials {
	if len(o.Neurons) == 0 {
		return nil
	}
	p := &potentials{net: net, learned: o.Learned, fired: make([][]messages.Spike, len(net.Populations))}
	for _, n := range o.Neurons {
		parameters := net.Neurons[n.Population-1]
		for index := n.First; index <= n.Last; index++ {
			p.neurons = append(p.neurons, traced{
				population: n.Population, index: index, threshold: parameters.Threshold / course.TauMem(&parameters),
				partners: net.Topology.AppendPresynaptic(nil, n.Population, index, rng.NewStream(0, rng.Key{})),
			})
		}
	}
	return p
}

// begin asks the neurons for the weights that they present an assignment with.
func (p *potentials) begin(learns bool) error {
	for i := range p.neurons {
		n := &p.neurons[i]
		state, err := p.learned(n.population, n.index)
		if err != nil {
			return fmt.Errorf("trace: weights of neuron %d of population %d: %w", n.index, n.population, err)
		}
		if n.weights = state.Weights; !learns && len(state.Averages) > 0 {
			n.weights = state.Averages
		}
	}
	return nil
}

// each visits the neurons with their states in a sample, neuron by neuron.
func (p *potentials) each(spikes []spike, visit func(*traced, course.State)) {
	for population := range p.fired {
		p.fired[population] = p.fired[population][:0]
	}
	for i := range spikes {
		p.fired[spikes[i].population] = append(p.fired[spikes[i].population], spikes[i].Spike)
	}
	for i := range p.neurons {
		n := &p.neurons[i]
		var arrivals []course.Arrival
		course.EachSynapse(course.Arriving(p.net, n.population, p.fired), n.partners, func(spike *messages.Spike, synapse int) {
			arrivals = append(arrivals, course.Arrival{Time: spike.Time, Weight: n.weights[synapse]})
		})
		var own []float64
		for _, spike := range p.fired[n.population] {
			if int(spike.Source) == n.index {
				own = append(own, spike.Time)
			}
		}
		parameters := p.net.Neurons[n.population-1]
		for _, state := range course.States(parameters, arrivals, own, parameters.Duration) {
			visit(n, state)
		}
	}
}
