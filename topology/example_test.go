package topology_test

import (
	"fmt"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/topology"
)

// A network of four inputs, five hidden neurons with two synapses each, and two output
// neurons, placed on cores of up to three neurons.
func Example() {
	n := &topology.Network{
		Sizes:       []int{4, 5, 2},
		Projections: topology.Chain(topology.FixedInDegree{InDegree: 2}, topology.Dense{}),
		Seed:        1,
	}
	if err := n.Validate(); err != nil {
		panic(err)
	}
	cores, err := n.Cores(3)
	if err != nil {
		panic(err)
	}
	for _, core := range cores {
		fmt.Printf("core %d: neurons %d to %d of population %d\n", core.ID, core.First, core.First+core.Count-1, core.Population)
	}
	stream := rng.NewStream(0, rng.Key{}) // scratch
	fmt.Println("partners of hidden neuron 3:", n.AppendPresynaptic(nil, 1, 3, stream))
	fmt.Println("partners of output neuron 0:", n.AppendPresynaptic(nil, 2, 0, stream))
	fmt.Println("synapses:", n.MeanSynapses())
	// Output:
	// core 0: neurons 0 to 1 of population 1
	// core 1: neurons 2 to 4 of population 1
	// core 2: neurons 0 to 1 of population 2
	// partners of hidden neuron 3: [0 3]
	// partners of output neuron 0: [0 1 2 3 4]
	// synapses: 20
}

// All faults of a network are reported at once.
func ExampleNetwork_Validate() {
	n := &topology.Network{
		Sizes:       []int{4, 5, 0},
		Projections: topology.Chain(topology.FixedInDegree{InDegree: 9}, topology.Bernoulli{Density: 2}),
	}
	fmt.Println(n.Validate())
	// Output:
	// topology: population 2 has 0 neurons, must be from 1 to 2147483647
	// projection from population 0 to 1: topology: in-degree is 9, must be from 1 to the 4 presynaptic neurons
	// projection from population 1 to 2: topology: density is 2, must be in (0, 1]
}
