package chip

import (
	"errors"
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/messages"
)

// Settings say on which hardware a run is seen.
type Settings struct {
	Placement string  // name of a placement rule
	Profile   string  // name or file of an energy profile
	Timestep  float64 // of hardware with a clock, seconds
	Duration  float64 // biological time, seconds
}

// Bounds on what is kept of a run.
const (
	intervals  = 20
	mostRoutes = 1 << 25 // of spikes to cores; 8 bytes each
)

// ErrTooLarge tells that the routes of a network's spikes would take too much memory.
var ErrTooLarge = errors.New("chip: the network has more routes from neurons to cores than there is memory for")

// Chip is a network on a mesh of cores.
type Chip struct {
	Picture  *mesh.Picture
	Profile  *energy.Profile
	settings Settings
	net      *network.Network
	routes   *placement.Routes
	state    State
	now      float64    // up to which spikes have been added, s
	last     *mesh.Load // of the last interval that has ended, or nil
}

// State is what a Chip has counted so far.
type State struct {
	Counts    messages.Activities // of the interval under way
	Intervals []Interval          // that have ended
	Total     *mesh.Load          // of these
}

// Interval is what happened in some biological time.
type Interval struct {
	Begin, End float64 // seconds
	Cores      []Core  // by number
	Packets    []int64 // by link, in the order of mesh.Links.Each
}

// Core is what one core did in an interval.
type Core struct{ Spikes, PacketsOut, PacketsIn, Operations int64 }

// New places a network on a mesh, in which the neurons' cores are those of the network. It walks through all synapses. The error is
// ErrTooLarge, or says what is wrong with a setting.
func New(net *network.Network, s Settings) (*Chip, error) {
	if routesOf(net) > mostRoutes {
		return nil, ErrTooLarge
	}
	rule, err := placement.RuleByName(s.Placement)
	if err != nil {
		return nil, err
	}
	profile, err := energy.Open(s.Profile)
	if err != nil {
		return nil, err
	}
	picture, err := mesh.NewPicture(net, rule, placement.Grid{}, traffic.DefaultFormat())
	if err != nil {
		return nil, err
	}
	c := &Chip{Picture: picture, Profile: profile, settings: s, net: net, routes: placement.NewRoutes(&net.Topology, picture.Placement)}
	c.state = State{Total: picture.Nothing(), Counts: make(messages.Activities, len(net.Topology.Sizes))}
	for population, size := range net.Topology.Sizes {
		c.state.Counts[population] = make([]messages.Activity, size)
	}
	return c, nil
}

// routesOf is the number of routes from neurons to cores, at most.
func routesOf(net *network.Network) (routes float64) {
	n := &net.Topology
	for k := range n.Projections {
		p := &n.Projections[k]
		cores := float64(n.CoreCount(p.To, net.NeuronsPerCore))
		routes += float64(n.Sizes[p.From]) * min(cores, n.MeanInDegree(p.To)*float64(n.Sizes[p.To])/float64(n.PresynapticCount(p.To)))
	}
	return routes
}

// Add counts spikes of a population.
func (c *Chip) Add(population int, spikes []messages.Spike) {
	counts := c.state.Counts[population]
	for i := range spikes {
		counts[spikes[i].Source].Spikes++
	}
}

// Reached tells how much biological time has passed, in seconds, and that all spikes up to then have been added.
func (c *Chip) Reached(time float64) {
	c.now = time
	begin := c.reached()
	if time <= begin || time < c.settings.Duration && time-begin < c.settings.Duration/intervals {
		return
	}
	load := c.underWay()
	c.last = load
	interval := Interval{Begin: begin, End: time}
	for i := range load.Cores {
		total := load.Cores[i].Total()
		interval.Cores = append(interval.Cores, Core{total.Spikes, total.Packets, total.Deliveries, total.SynapticOperations()})
	}
	load.Links.Each(func(_ placement.Position, _ mesh.Direction, link *mesh.Link) {
		interval.Packets = append(interval.Packets, link.Total().Packets)
	})
	c.state.Intervals = append(c.state.Intervals, interval)
	c.state.Total.Add(load)
	for _, counts := range c.state.Counts {
		clear(counts)
	}
}

// reached is when the last interval has ended.
func (c *Chip) reached() float64 {
	if n := len(c.state.Intervals); n > 0 {
		return c.state.Intervals[n-1].End
	}
	return 0
}

// underWay is the load of the interval that has not ended.
func (c *Chip) underWay() *mesh.Load { return c.Picture.Forward(c.routes, c.state.Counts) }

// All is the load of the whole run so far.
func (c *Chip) All() *mesh.Load {
	load := c.underWay()
	load.Add(c.state.Total)
	return load
}

// Recent is the load of the interval under way, or of the last one if that has just ended, and how long that took, in seconds of
// biological time.
func (c *Chip) Recent() (load *mesh.Load, seconds float64) {
	since := c.reached()
	if c.now == since && c.last != nil {
		last := &c.state.Intervals[len(c.state.Intervals)-1]
		return c.last, last.End - last.Begin
	}
	return c.underWay(), c.now - since
}

// Save returns what Restore needs. It is lent until the next call of a method.
func (c *Chip) Save() *State { return &c.state }

// Restore has the chip go on from what Save returned for the same network and settings.
func (c *Chip) Restore(s *State) error {
	fits := len(s.Counts) == len(c.state.Counts) && s.Total != nil && len(s.Total.Cores) == len(c.state.Total.Cores) &&
		len(s.Total.Links.Mesh) == len(c.state.Total.Links.Mesh)
	for population := 0; fits && population < len(s.Counts); population++ {
		fits = len(s.Counts[population]) == len(c.state.Counts[population])
	}
	if !fits {
		return errors.New("chip: the state is of another network, or another mesh")
	}
	c.state = *s
	return nil
}

// Estimate is the energy of a load that took some biological time, in seconds, as one sample.
func (c *Chip) Estimate(account *traffic.Account, seconds float64) *energy.Estimate {
	cores, neurons := int64(len(c.Picture.Placement.Cores)), int64(0)
	for _, size := range c.net.Topology.Sizes[c.net.Topology.FirstNeurons():] {
		neurons += int64(size)
	}
	whole := *account
	whole.Samples = 1
	return c.Profile.Estimate(energy.Count(&whole, energy.Clock{
		Timestep: c.settings.Timestep, Neurons: neurons, Duration: seconds, Cores: cores, Chips: c.Profile.Chips(cores), Reached: 1,
	}))
}

// at names a position.
func at(p placement.Position) string { return fmt.Sprintf("(%d,%d)", p.X, p.Y) }

// name is that of a link: the cores' positions that it joins.
func name(from placement.Position, d mesh.Direction) string {
	return at(from) + "→" + at(d.Step(from))
}
