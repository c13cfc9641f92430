package placement

import "sfdfa-actors/topology"

// way counts the packets between a core and another one, or the host, in a sample in
// which every neuron fires once.
type way struct {
	other   int // core, or Host
	packets int64
}

// Greedy places the cores of Layer one after the other where they have the shortest
// ways.
type Greedy struct{ Layer }

// Name implements Rule.
func (Greedy) Name() string { return "greedy" }

// Arrange implements Rule. At first only the host has its place. Again and again the
// core that exchanges the most packets with the placed ones goes to the free position
// with the smallest sum of packets times hops to them. Of equals the first core comes
// first, and the first position row by row. Packets are counted as if every neuron
// fired once, since activity is not known before the network runs.
func (Greedy) Arrange(p *Placement, n *topology.Network) {
	ways := p.ways(n)
	exchanged := make([]int64, len(p.Cores)) // with what is placed
	placed, taken := make([]bool, len(p.Cores)), make([]bool, p.Grid.Size())
	for c := range ways {
		for _, w := range ways[c] {
			if w.other == Host {
				exchanged[c] += w.packets
			}
		}
	}
	for range p.Cores {
		next := -1
		for c := range p.Cores {
			if !placed[c] && (next < 0 || exchanged[c] > exchanged[next]) {
				next = c
			}
		}
		p.Cores[next].Position = p.nearest(ways[next], placed, taken)
		placed[next], taken[p.Grid.Index(p.Cores[next].Position)] = true, true
		for _, w := range ways[next] {
			if w.other != Host {
				exchanged[w.other] += w.packets
			}
		}
	}
}

// nearest finds the free position with the shortest ways to what is placed. The
// sum of packets times hops is one along x plus one along y.
func (p *Placement) nearest(ways []way, placed, taken []bool) Position {
	alongX, alongY := make([]int64, p.Grid.Width), make([]int64, p.Grid.Height)
	for _, w := range ways {
		to := Port
		if w.other != Host {
			if !placed[w.other] {
				continue
			}
			to = p.Cores[w.other].Position
		}
		for x := range alongX {
			alongX[x] += w.packets * int64(distance(x, to.X))
		}
		for y := range alongY {
			alongY[y] += w.packets * int64(distance(y, to.Y))
		}
	}
	var best Position
	found := false
	for i := range p.Grid.Size() {
		at := p.Grid.At(i)
		if !taken[i] && (!found || alongX[at.X]+alongY[at.Y] < alongX[best.X]+alongY[best.Y]) {
			best, found = at, true
		}
	}
	return best
}

// ways lists every core's ways.
func (p *Placement) ways(n *topology.Network) [][]way {
	ways := make([][]way, len(p.Cores))
	packets := make([]int64, len(p.Cores)) // to the core at work, by source
	fanIn := NewFanIn(n)
	for c := range p.Cores {
		for _, group := range p.Cores[c].Groups {
			var fromHost int64
			clear(packets)
			fanIn.Visit(group, func(int, Synapses) {}, func(from, j int, _ Synapses) {
				if from < n.FirstNeurons() {
					fromHost++
				} else {
					packets[p.Home(from, j)]++
				}
			})
			for source, count := range packets {
				if count > 0 {
					ways[c] = append(ways[c], way{source, count})
					ways[source] = append(ways[source], way{c, count})
				}
			}
			if group.Population == n.Output() {
				fromHost += int64(group.Count) // to the readout, as far as from it
			}
			if fromHost > 0 {
				ways[c] = append(ways[c], way{Host, fromHost})
			}
		}
	}
	return ways
}
