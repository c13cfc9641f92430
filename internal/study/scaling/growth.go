package scaling

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/study/bench"
)

// plan is what one kind of scaling is to measure.
type plan struct {
	kind     Kind
	networks []*network.Network // by number of CPU cores
}

// growth says in words what grows, by kind of scaling.
var growth = map[Kind]string{
	Strong: "nothing: the network and the samples are the same for every number of CPU cores",
	Weak: "every hidden population, by one factor, just enough for p times the synapses that the network has with the layers of the config, " +
		"where p is the number of CPU cores: with one hidden population, or a fixed in-degree, p times the neurons. " +
		"Inputs, outputs and samples stay, so that each CPU core has the same number of synapses to serve",
}

// plan makes the networks of every kind of scaling asked for, which finds out
// whether they can be had.
func (s *Study) plan(setup *bench.Setup) ([]plan, error) {
	var plans []plan
	for _, kind := range s.Kinds {
		p := plan{kind: kind}
		for _, procs := range s.Procs {
			layers := setup.Config.Layers
			if kind == Weak {
				var err error
				if layers, err = grow(layers, float64(procs), synapsesOf(setup)); err != nil {
					return nil, fmt.Errorf("weak scaling with procs %d: %w", procs, err)
				}
			}
			net, err := setup.Network(layers)
			if err != nil {
				return nil, fmt.Errorf("%s scaling, layers %s with procs %d: %w", kind, numeral.Sizes(layers, ","), procs, err)
			}
			p.networks = append(p.networks, net)
		}
		plans = append(plans, p)
	}
	return plans, nil
}

func synapsesOf(setup *bench.Setup) func([]int) (float64, error) {
	return func(layers []int) (float64, error) {
		net, err := setup.Network(layers)
		if err != nil {
			return 0, err
		}
		return bench.Synapses(net), nil
	}
}

// grow multiplies all layers by the smallest factor that gives the network so
// many times its synapses. Where populations are dense among each other that
// is less than the number of times: their synapses grow with the square.
func grow(layers []int, times float64, synapses func([]int) (float64, error)) ([]int, error) {
	own, err := synapses(layers)
	if err != nil {
		return nil, err
	}
	enough := func(factor float64) (bool, error) {
		n, err := synapses(multiplied(layers, factor))
		return n >= times*own*(1-1e-12), err // a density's rounding is no reason for one neuron more
	}
	low, high := 1.0, times
	for {
		ok, err := enough(high)
		if err != nil {
			return nil, err
		}
		if ok {
			break
		}
		low, high = high, 2*high
	}
	for range 52 { // bits of a float64's fraction
		middle := (low + high) / 2
		ok, err := enough(middle)
		if err != nil {
			return nil, err
		}
		if ok {
			high = middle
		} else {
			low = middle
		}
	}
	return multiplied(layers, high), nil
}

func multiplied(layers []int, factor float64) []int {
	grown := make([]int, len(layers))
	for i, size := range layers {
		grown[i] = int(math.Round(factor * float64(size)))
	}
	return grown
}
