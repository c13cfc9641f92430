package placement

import "sfdfa-actors/topology"

// Bottleneck spreads the neurons evenly, and places the cores so that the busiest link
// carries as little as a search finds.
type Bottleneck struct{}

// Name implements Rule.
func (Bottleneck) Name() string { return "bottleneck" }

// Groups implements Rule: consecutive neurons of all populations, so that the core that
// all wait for has as little to do as possible.
func (Bottleneck) Groups(n *topology.Network, cores []topology.Core) [][]Group {
	f := filling{network: n, cores: len(cores)}
	for _, core := range cores {
		f.most = max(f.most, core.Count)
	}
	low, high := 0.0, 1.0
	for f.fill(high) == nil {
		high *= 2
	}
	for range 50 { // far below the load of a packet
		if middle := (low + high) / 2; f.fill(middle) != nil {
			high = middle
		} else {
			low = middle
		}
	}
	return f.fill(high)
}

// packetLoad is what a packet that a core takes in a sample adds to its load, in updates of a neuron: a clock has some hundred
// steps in a sample, and at each of them it updates every neuron.
const packetLoad = 0.01

// filling spreads a network's neurons over cores with room for most of them each.
type filling struct {
	network     *topology.Network
	cores, most int
}

// fill loads the cores one after the other up to a bound, but never so far that none is left for a later core. It returns nil
// if neurons are left. A core's load is its neurons, and the packets that it takes if every neuron fires once.
func (f *filling) fill(bound float64) [][]Group {
	n, groups := f.network, make([][]Group, f.cores)
	population, next, left := n.FirstNeurons(), 0, 0
	for _, size := range n.Sizes[population:] {
		left += size
	}
	for c := range groups {
		load, room := 0.0, min(f.most, left-(f.cores-1-c))
		for room > 0 && population < len(n.Sizes) {
			load += packetLoad * float64(n.PresynapticCount(population))
			count := min(room, n.Sizes[population]-next, int(max(0, bound-load)))
			if count == 0 {
				break
			}
			groups[c] = append(groups[c], Group{Population: population, First: next, Step: 1, Count: count})
			load, room, left, next = load+float64(count), room-count, left-count, next+count
			if next == n.Sizes[population] {
				population, next = population+1, 0
			}
		}
	}
	if left > 0 {
		return nil
	}
	return groups
}

// mostSteps bounds the search: flows times links on their longest way times exchanges.
const mostSteps = 1 << 27

// Arrange implements Rule. It begins with Greedy's positions. Again and again it
// exchanges what stands on two positions, a core and a core or nothing, if the busiest
// link then carries fewer packets, or as many over fewer hops in all. Packets are
// counted as if every neuron fired once, since activity is not known before the network
// runs.
func (Bottleneck) Arrange(p *Placement, n *topology.Network) {
	Greedy{}.Arrange(p, n)
	s := search{p: p, flows: p.flows(n), loads: make([]int64, 4*p.Grid.Size())}
	best := s.cost()
	tries := mostSteps / max(1, len(s.flows)*(p.Grid.Width+p.Grid.Height))
	for improved := true; improved; {
		improved = false
		for c := range p.Cores {
			for at := range p.Grid.Size() {
				if tries--; tries < 0 {
					return
				}
				from := p.Cores[c].Position
				s.exchange(c, p.Grid.At(at))
				if found := s.cost(); found.isBelow(best) {
					best, improved = found, true
				} else {
					s.exchange(c, from)
				}
			}
		}
	}
}

// flow counts the packets from a core or the host to another one.
type flow struct {
	from, to int
	packets  int64
}

// flows lists what goes over links in a sample in which every neuron fires once.
func (p *Placement) flows(n *topology.Network) (flows []flow) {
	packets := make([]int64, len(p.Cores)+1) // to the core at work, by source, the host first
	fanIn := NewFanIn(n)
	for c := range p.Cores {
		clear(packets)
		var toHost int64
		for _, group := range p.Cores[c].Groups {
			fanIn.Visit(group, func(int, Synapses) {}, func(from, j int, _ Synapses) {
				if from < n.FirstNeurons() {
					packets[0]++
				} else {
					packets[p.Home(from, j)+1]++
				}
			})
			if group.Population == n.Output() {
				toHost += int64(group.Count)
			}
		}
		for source, count := range packets {
			if count > 0 && source-1 != c {
				flows = append(flows, flow{source - 1, c, count})
			}
		}
		if toHost > 0 {
			flows = append(flows, flow{c, Host, toHost})
		}
	}
	return flows
}

// search looks for better positions.
type search struct {
	p     *Placement
	flows []flow
	loads []int64 // packets by position and direction
}

// cost is what a search makes small.
type cost struct{ busiest, hops int64 }

func (a cost) isBelow(b cost) bool {
	return a.busiest < b.busiest || a.busiest == b.busiest && a.hops < b.hops
}

// exchange moves a core to a position, and what stands there to the core's.
func (s *search) exchange(core int, to Position) {
	from := s.p.Cores[core].Position
	for c := range s.p.Cores {
		if s.p.Cores[c].Position == to {
			s.p.Cores[c].Position = from
		}
	}
	s.p.Cores[core].Position = to
}

// cost sends all flows on their ways, first along x, then along y.
func (s *search) cost() (c cost) {
	clear(s.loads)
	cross := func(at Position, direction int, packets int64) {
		load := &s.loads[4*s.p.Grid.Index(at)+direction]
		*load += packets
		c.busiest, c.hops = max(c.busiest, *load), c.hops+packets
	}
	for _, f := range s.flows {
		at, to := s.p.PositionOf(f.from), s.p.PositionOf(f.to)
		for ; at.X < to.X; at.X++ {
			cross(at, 0, f.packets)
		}
		for ; at.X > to.X; at.X-- {
			cross(at, 1, f.packets)
		}
		for ; at.Y < to.Y; at.Y++ {
			cross(at, 2, f.packets)
		}
		for ; at.Y > to.Y; at.Y-- {
			cross(at, 3, f.packets)
		}
	}
	return c
}
