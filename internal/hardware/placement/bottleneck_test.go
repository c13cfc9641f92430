package placement_test

import (
	"reflect"
	"testing"

	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/topology"
)

// 9 hidden and 3 output neurons on two cores with up to 9 each. A core's load is its neurons and a hundredth of its packets
// if all fire once: 6 and 6 neurons are 6 + 0.01, and 6 + 0.01 + 0.09.
func TestBottleneckSpreadsNeuronsByHand(t *testing.T) {
	n := &topology.Network{Sizes: []int{1, 9, 3}, Projections: topology.Chain(topology.Dense{}, topology.Dense{})}
	p := place(t, n, 9, placement.Bottleneck{}, placement.Grid{})
	want := [][]placement.Group{
		{{Population: 1, First: 0, Step: 1, Count: 6}},
		{{Population: 1, First: 6, Step: 1, Count: 3}, {Population: 2, First: 0, Step: 1, Count: 3}},
	}
	for c := range want {
		if !reflect.DeepEqual(p.Cores[c].Groups, want[c]) {
			t.Errorf("core %d holds %+v, want %+v", c, p.Cores[c].Groups, want[c])
		}
	}
}

// busiest counts the packets of a sample in which every neuron fires once, hop by hop: over the busiest link, and all hops.
func busiest(n *topology.Network, p *placement.Placement) (most, hops int) {
	routes, loads := placement.NewRoutes(n, p), map[[2]placement.Position]int{}
	for population, size := range n.Sizes {
		for j := range int32(size) {
			for _, route := range routes.OfNeuron(population, j) {
				at, to := p.PositionOf(routes.Source(population, j)), p.PositionOf(int(route.Core))
				for at != to {
					next := at
					switch {
					case at.X < to.X:
						next.X++
					case at.X > to.X:
						next.X--
					case at.Y < to.Y:
						next.Y++
					default:
						next.Y--
					}
					link := [2]placement.Position{at, next}
					loads[link]++
					most, hops = max(most, loads[link]), hops+1
					at = next
				}
			}
		}
	}
	return most, hops
}

// No core can move, and no two can change places, so that the busiest link carries less.
func TestNoExchangeRelievesTheBottleneck(t *testing.T) {
	n := sparse()
	for _, perCore := range []int{4, 7, 12} {
		p := place(t, n, perCore, placement.Bottleneck{}, placement.Grid{Width: 5, Height: 4})
		most, hops := busiest(n, p)
		for c := range p.Cores {
			for i := range p.Grid.Size() {
				moved := *p
				moved.Cores = append([]placement.MeshCore(nil), p.Cores...)
				for other := range moved.Cores {
					if moved.Cores[other].Position == p.Grid.At(i) {
						moved.Cores[other].Position = p.Cores[c].Position
					}
				}
				moved.Cores[c].Position = p.Grid.At(i)
				if least, fewer := busiest(n, &moved); least < most || least == most && fewer < hops {
					t.Errorf("%d a core: core %d at %v leaves %d packets and %d hops of %d and %d", perCore, c, p.Grid.At(i), least, fewer, most, hops)
				}
			}
		}
		layer, _ := busiest(n, place(t, n, perCore, placement.Layer{}, placement.Grid{Width: 5, Height: 4}))
		if most > layer {
			t.Errorf("%d a core: %d packets over the busiest link, by layers %d", perCore, most, layer)
		}
	}
}
