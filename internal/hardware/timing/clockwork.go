package timing

import (
	"fmt"

	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
)

// clockwork adds up the time of steps.
type clockwork struct {
	latencies
	picture *mesh.Picture
	routes  *placement.Routes

	// Of the step at work.
	cores   []counts
	links   mesh.Links
	crossed []crossing // links that a packet crossed

	resting []bool // by core: nothing has reached it in the sample

	visits int    // of cores and links by packets
	all    counts // over all cores and steps
	bound  Bounds
	// What bound, by core and by link: the time of the steps that waited for it, s, and what the core did in them.
	coreSeconds []float64
	coreCounts  []counts
	linkSeconds map[string]float64
}

// crossing is a link and its name.
type crossing struct {
	from placement.Position
	mesh.Direction
	*mesh.Link
}

func (c *crossing) String() string {
	return fmt.Sprintf("(%d,%d) %s", c.from.X, c.from.Y, c.Direction)
}

func newClockwork(l latencies, picture *mesh.Picture) *clockwork {
	n := len(picture.Placement.Cores)
	return &clockwork{
		latencies: l, picture: picture, cores: make([]counts, n), links: picture.Nothing().Links, resting: make([]bool, n),
		coreSeconds: make([]float64, n), coreCounts: make([]counts, n), linkSeconds: map[string]float64{},
	}
}

// mostVisits bounds the work: after so many visits of cores and links by packets there is no other sample.
const mostVisits = 1 << 23

// present presents the samples of a log, and returns how many.
func (m *clockwork) present(log *Log) (samples int) {
	m.routes = placement.NewRoutes(&log.net.Topology, m.picture.Placement)
	for samples < log.samples && m.visits < mostVisits {
		for c := range m.resting {
			m.resting[c] = !log.isSpontaneous(&m.picture.Placement.Cores[c])
		}
		log.eachStep(samples, m.spike, m.endStep)
		samples++
	}
	return samples
}

// spike counts what a spike of a neuron takes, and where.
func (m *clockwork) spike(population int, neuron int32) {
	from := m.routes.Source(population, neuron)
	if from != placement.Host {
		m.cores[from][fired]++
	}
	for _, to := range m.routes.OfNeuron(population, neuron) {
		if from != placement.Host {
			m.cores[from][sent]++
		}
		if to.Core != placement.Host {
			own := &m.cores[to.Core]
			own[received]++
			own[binary] += float64(to.Synapses)
			m.resting[to.Core] = false
		}
		m.visits++
		m.cross(from, int(to.Core))
	}
}

// cross counts a packet on its way over links.
func (m *clockwork) cross(from, to int) {
	at := m.picture.Placement.PositionOf(from)
	m.links.Route(at, m.picture.Placement.PositionOf(to), func(d mesh.Direction, link *mesh.Link) {
		if link.Forward.Packets == 0 {
			m.crossed = append(m.crossed, crossing{at, d, link})
		}
		link.Forward.Packets++
		m.visits++
		at = d.Step(at)
	})
}

// endStep adds the neurons' updates, and the time, of a step, or of some that are alike.
func (m *clockwork) endStep(steps int64) {
	for c := range m.cores {
		update := active
		if m.resting[c] {
			update = idle
		}
		m.cores[c][update] += float64(m.picture.Placement.Cores[c].Neurons())
	}
	longest, name := 0.0, ""
	for i := range m.crossed {
		link := &m.crossed[i]
		if t := float64(link.Forward.Packets) * m.hop(link.Direction); t > longest {
			longest, name = t, link.String()
		}
		link.Forward.Packets = 0
	}
	m.crossed = m.crossed[:0]
	m.add(longest, name, float64(steps))
}

func (m *clockwork) hop(d mesh.Direction) float64 {
	if d == mesh.East || d == mesh.West {
		return m.hopX
	}
	return m.hopY
}

// add adds some steps that are alike, given how long the busiest link of each takes, s, and starts the next one.
func (m *clockwork) add(link float64, name string, steps float64) {
	core, longest := 0, 0.0
	for c := range m.cores {
		if t := m.of(&m.cores[c]); t > longest {
			core, longest = c, t
		}
		for term, n := range m.cores[c] {
			m.all[term] += steps * n
		}
	}
	m.bound.Barrier += steps * m.barrier
	m.bound.LinksAlone += steps * link
	if link > longest {
		m.bound.Links += steps * link
		m.linkSeconds[name] += steps * link
	} else {
		m.bound.Cores += steps * longest
		m.coreSeconds[core] += steps * longest
		for term, n := range m.cores[core] {
			m.coreCounts[core][term] += steps * n
		}
	}
	clear(m.cores)
}

// learn adds one step with what learning from a sample takes in the mean.
func (m *clockwork) learn(load *mesh.Load) {
	n := float64(load.Samples)
	for c := range m.cores {
		w := load.Cores[c].PhaseWork(traffic.Learning)
		m.cores[c] = counts{
			binary: float64(w.ACs) / n, graded: float64(w.MACs) / n, active: float64(w.NeuronUpdates) / n,
			sent: float64(w.Packets) / n, received: float64(w.Deliveries) / n, eligibility: float64(w.EligibilityUpdates) / n,
			weight: float64(w.WeightUpdates) / n, feedback: float64(w.FeedbackUpdates) / n, random: float64(w.RandomNumbers) / n,
		}
	}
	longest, name := 0.0, ""
	load.Links.Each(func(from placement.Position, d mesh.Direction, link *mesh.Link) {
		if t := float64(link.Learning.Packets) / n * m.hop(d); t > longest {
			longest, name = t, (&crossing{from: from, Direction: d}).String()
		}
	})
	m.add(longest, name, 1)
}
