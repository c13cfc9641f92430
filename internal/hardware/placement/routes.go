package placement

import (
	"slices"

	"sfdfa-actors/topology"
)

// Host is the source, and the destination, that is no core.
const Host = -1

// Route is where a packet of a neuron's spike goes.
type Route struct {
	Core     int32 // of the mesh, or Host
	Synapses int32 // that a spike reaches there; none at the host
}

// Routes hold where the spikes of each neuron go, by destination.
type Routes struct {
	Placement *Placement
	network   *topology.Network
	starts    [][]int32 // by population and neuron; one more at the end
	routes    [][]Route // by population
	delays    [][]int32 // that are kept for a spike at each route's core; nil if there are none
}

// NewRoutes finds the routes of all neurons of a network. It walks through all synapses twice: to count
// each neuron's destinations, and to write them down.
func NewRoutes(n *topology.Network, p *Placement) *Routes {
	r := &Routes{Placement: p, network: n, starts: make([][]int32, len(n.Sizes)), routes: make([][]Route, len(n.Sizes))}
	for population, size := range n.Sizes {
		r.starts[population] = make([]int32, size+1)
	}
	p.eachRoute(n, func(population, j int, _ Route, _ int32) { r.starts[population][j+1]++ })
	next := make([][]int32, len(n.Sizes))
	for population, starts := range r.starts {
		for j := range n.Sizes[population] {
			starts[j+1] += starts[j]
		}
		next[population] = slices.Clone(starts)
		r.routes[population] = make([]Route, starts[len(starts)-1])
	}
	if slices.ContainsFunc(n.Projections, func(p topology.Projection) bool { return p.KeepsDelays() }) {
		r.delays = make([][]int32, len(n.Sizes))
		for population := range r.routes {
			r.delays[population] = make([]int32, len(r.routes[population]))
		}
	}
	p.eachRoute(n, func(population, j int, to Route, delays int32) {
		at := next[population][j]
		r.routes[population][at] = to
		if r.delays != nil {
			r.delays[population][at] = delays
		}
		next[population][j]++
	})
	return r
}

// eachRoute visits the routes of all neurons, those of one in the order of their cores and the host last.
func (p *Placement) eachRoute(n *topology.Network, visit func(population, j int, to Route, delays int32)) {
	fanIn := NewFanIn(n)
	for core := range p.Cores {
		for _, group := range p.Cores[core].Groups {
			fanIn.Visit(group, func(int, Synapses) {}, func(from, j int, s Synapses) {
				visit(from, j, Route{Core: int32(core), Synapses: s.All}, s.Delays)
			})
		}
	}
	for o := range n.Sizes[n.Output()] {
		visit(n.Output(), o, Route{Core: Host}, 0)
	}
}

// OfNeuron lists the routes of a neuron's spikes.
func (r *Routes) OfNeuron(population int, neuron int32) []Route {
	starts := r.starts[population]
	return r.routes[population][starts[neuron]:starts[neuron+1]]
}

// DelaysOfNeuron lists how many delays are kept for a spike of a neuron at the core of each of its routes; nil if the
// network keeps none.
func (r *Routes) DelaysOfNeuron(population int, neuron int32) []int32 {
	if r.delays == nil {
		return nil
	}
	starts := r.starts[population]
	return r.delays[population][starts[neuron]:starts[neuron+1]]
}

// Source is the core that a neuron's packets come from, or Host.
func (r *Routes) Source(population int, neuron int32) int {
	if population < r.network.FirstNeurons() {
		return Host
	}
	return r.Placement.Home(population, int(neuron))
}

// Hops are the links between cores on the way of a packet. The host's link is
// none: its end is the core at the port.
func (r *Routes) Hops(from, to int) (x, y int) {
	return r.Placement.PositionOf(from).Hops(r.Placement.PositionOf(to))
}

// PositionOf is where a core stands, or where the host's link ends.
func (p *Placement) PositionOf(core int) Position {
	if core == Host {
		return Port
	}
	return p.Cores[core].Position
}
