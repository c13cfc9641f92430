package system_test

import (
	"context"
	"maps"
	"math"
	"sync"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// sums counts the spikes of each neuron of each population.
type sums struct {
	lock  sync.Mutex
	spike []map[int]int64 // by population, neuron
}

func (s *sums) record(core topology.Core, _ uint64, samples [][]messages.Spike) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, spikes := range samples {
		for _, spike := range spikes {
			s.spike[core.Population][int(spike.Source)]++
		}
	}
}

// total is the number of a population's spikes.
func (s *sums) total(population int) (total int64) {
	for n := range maps.Values(s.spike[population]) {
		total += n
	}
	return total
}

// withLateSpikes adds spikes to each sample: the first kept inputs fire at T_max itself, and as many
// right after it and long after it. It returns how many there are at T_max.
func withLateSpikes(c *networktest.Case) (atEnd int64) {
	end := c.Spec.Neurons[0].Duration
	for part, split := range c.Parts {
		s := &networktest.Split{}
		for i := range split.Len() {
			spikes := split.AppendSpikes(nil, i)
			for len(spikes) > 0 && spikes[len(spikes)-1].Time >= end {
				spikes = spikes[:len(spikes)-1]
			}
			for _, time := range []float64{end, math.Nextafter(end, 1), 10 * end} {
				for source := range 1 + i%3 {
					spikes = append(spikes, messages.Spike{Time: time, Source: int32(source)})
				}
			}
			s.Labels, s.Spikes = append(s.Labels, split.Label(i)), append(s.Spikes, spikes)
		}
		c.Parts[part] = datasets.Split(s)
	}
	for _, index := range c.Train.Indices {
		atEnd += 1 + int64(index)%3
	}
	return atEnd
}

// What is counted is what happened: a spike that is sent is one that was recorded, no later than T_max, and a
// synaptic event is a spike that a neuron sums, counted here from the neurons' side, synapse by synapse.
func TestNothingIsCountedThatDidNotHappen(t *testing.T) {
	for seed := range uint64(12) {
		c := networktest.Random(seed)
		inside := int64(0)
		for _, index := range c.Train.Indices {
			for _, spike := range c.Parts[messages.Train].AppendSpikes(nil, index) {
				if spike.Time < c.Spec.Neurons[0].Duration {
					inside++
				}
			}
		}
		inside += withLateSpikes(&c)
		for name, start := range map[string]func(*network.Network, network.Setup) (network.Engine, error){
			"reference": func(net *network.Network, setup network.Setup) (network.Engine, error) {
				return reference.New(net, setup)
			},
			"actors": func(net *network.Network, setup network.Setup) (network.Engine, error) {
				return system.New(net, setup, actors.Transports()[0])
			},
		} {
			net := build(t, c)
			counted := &sums{}
			for range net.Topology.Sizes {
				counted.spike = append(counted.spike, map[int]int64{})
			}
			e, err := start(net, network.Setup{Parts: c.Parts, Record: counted.record})
			if err != nil {
				t.Fatal(err)
			}
			finished, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			var events, hidden int64
			for _, core := range net.Cores {
				partners := net.Topology.Partners(core)
				for i := range core.Count {
					for _, source := range partners.NeuronPartners(i) {
						events += counted.spike[core.Population-1][int(source)]
					}
				}
			}
			output := net.Topology.Output()
			for population := 1; population < output; population++ {
				hidden += counted.total(population)
			}
			got := finished.Tally.Count
			if got.InputSpikes != inside || counted.total(0) != inside || got.HiddenSpikes != hidden || got.OutputSpikes != counted.total(output) || got.SynapticEvents != events {
				t.Errorf("seed %d, %s: %+v; want %d input spikes (recorded %d), %d hidden and %d output spikes, %d synaptic events",
					seed, name, got, inside, counted.total(0), hidden, counted.total(output), events)
			}
		}
	}
}
