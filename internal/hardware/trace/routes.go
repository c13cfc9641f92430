package trace

import (
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/topology"
	"slices"
)

// host is the destination, and the source, that is no core.
const host = -1

// route is where the packets of a neuron's spikes go.
type route struct {
	core     int32 // of the mesh, or host
	synapses int32 // that a spike reaches there; none at the host
}

// routes hold where the spikes of each neuron go, by destination.
type routes struct {
	placement *placement.Placement
	starts    [][]int32 // by population and neuron; one more at the end
	routes    [][]route // by population
}

func newRoutes(n *topology.Network, placement *placement.Placement) *routes {
	r := &routes{placement: placement, starts: make([][]int32, len(n.Sizes)), routes: make([][]route, len(n.Sizes))}
	for population := range n.Sizes {
		r.find(n, population)
	}
	return r
}

// find walks through the synapses of the populations behind one twice: to count
// each neuron's destinations, and to write them down.
func (r *routes) find(n *topology.Network, population int) {
	starts := make([]int32, n.Sizes[population]+1)
	r.each(n, population, func(j int, _ route) { starts[j+1]++ })
	for j := range n.Sizes[population] {
		starts[j+1] += starts[j]
	}
	next := append([]int32(nil), starts...)
	found := make([]route, starts[n.Sizes[population]])
	r.each(n, population, func(j int, to route) {
		found[next[j]] = to
		next[j]++
	})
	r.starts[population], r.routes[population] = starts, found
}

func (r *routes) each(n *topology.Network, population int, visit func(j int, to route)) {
	fanIn, behind := placement.NewFanIn(n), n.Efferents(population)
	for core := range r.placement.Cores {
		for _, group := range r.placement.Cores[core].Groups {
			if !slices.Contains(behind, group.Population) {
				continue
			}
			fanIn.Visit(group, func(int, int) {}, func(from, j, synapses int) {
				if from == population {
					visit(j, route{core: int32(core), synapses: int32(synapses)})
				}
			})
		}
	}
	if population == n.Output() {
		for o := range n.Sizes[population] {
			visit(o, route{core: host})
		}
	}
}

// ofNeuron lists the routes of a neuron's spikes.
func (r *routes) ofNeuron(population int, neuron int32) []route {
	starts := r.starts[population]
	return r.routes[population][starts[neuron]:starts[neuron+1]]
}

// source is the core that a neuron's packets come from.
func (r *routes) source(population int, neuron int32) int {
	if population == 0 {
		return host
	}
	return r.placement.Home(population, int(neuron))
}

// hops are the links between cores on the way of a packet. The host's link is
// none: its end is the core at the port.
func (r *routes) hops(from, to int) (x, y int) { return r.place(from).Hops(r.place(to)) }

func (r *routes) place(core int) placement.Position {
	if core == host {
		return placement.Port
	}
	return r.placement.Cores[core].Position
}
