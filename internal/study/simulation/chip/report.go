package chip

import (
	"fmt"

	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
)

// Report is what a free run came to on the mesh.
type Report struct {
	Placement string       `json:"placement"`
	Grid      string       `json:"cores_grid"`
	Cores     int          `json:"cores"` // with neurons
	Total     traffic.Work `json:"total"`
	// Of a second of biological time.
	Packets    float64 `json:"packets_per_second"`
	Hops       float64 `json:"hops_per_second"`
	Bits       float64 `json:"bits_per_second"`
	Operations float64 `json:"synaptic_operations_per_second"`

	BusiestCore Busiest `json:"busiest_core"`
	BusiestLink Busiest `json:"busiest_link"`
	Energy      Energy  `json:"energy"`
}

// Busiest is the core with most synaptic operations, or the link with most packets.
type Busiest struct {
	Name      string  `json:"name"`
	PerSecond float64 `json:"per_second"`    // of biological time
	Imbalance float64 `json:"max_over_mean"` // 1 where all do the same, 0 where none does anything
}

// Energy is what a second of biological time would take by an energy profile. It is an estimate.
type Energy struct {
	IsEstimate bool     `json:"estimate"` // always true
	Profile    string   `json:"profile"`
	Dynamic    float64  `json:"dynamic_joules_per_second_estimate"`
	Clocked    *float64 `json:"clocked_joules_per_second_estimate"` // neurons updated at each time step too, without static energy; null without a clock
	Timestep   float64  `json:"timestep_seconds"`
	Missing    []string `json:"missing"` // constants that the profile lacks
}

// Report sums up all intervals that have ended, of which there is one or more.
func (c *Chip) Report() *Report {
	load, seconds := c.state.Total, c.reached()
	account := load.Account()
	total := account.Total()
	r := &Report{
		Placement: c.Picture.Placement.Rule.Name(), Grid: c.Picture.Placement.Grid.String(), Cores: len(load.Cores), Total: total,
		Packets: float64(total.Packets) / seconds, Hops: float64(total.Hops()) / seconds, Bits: float64(total.Bits) / seconds,
		Operations: float64(total.SynapticOperations()) / seconds,
	}
	var operations, packets []int64
	var links []string
	for i := range load.Cores {
		work := load.Cores[i].Total()
		operations = append(operations, work.SynapticOperations())
	}
	load.Links.Each(func(from placement.Position, d mesh.Direction, link *mesh.Link) {
		packets, links = append(packets, link.Total().Packets), append(links, name(from, d))
	})
	r.BusiestCore = busiest(operations, func(i int) string { return fmt.Sprintf("%d at %s", i, at(c.Picture.Placement.Cores[i].Position)) }, seconds)
	r.BusiestLink = busiest(packets, func(i int) string { return links[i] }, seconds)
	e := c.Estimate(&account, seconds)
	r.Energy = Energy{IsEstimate: true, Profile: e.Profile, Dynamic: e.Run.Dynamic / seconds, Timestep: c.settings.Timestep, Missing: []string{}}
	if e.Clocked {
		clocked := e.Run.Ticking() / seconds
		r.Energy.Clocked = &clocked
	}
	for _, missing := range e.Missing {
		r.Energy.Missing = append(r.Energy.Missing, missing.Constant)
	}
	return r
}

// busiest finds the largest number.
func busiest(numbers []int64, name func(i int) string, seconds float64) (b Busiest) {
	most, sum := 0, int64(0)
	for i, n := range numbers {
		if sum += n; n > numbers[most] {
			most = i
		}
	}
	if sum > 0 {
		b = Busiest{name(most), float64(numbers[most]) / seconds, float64(numbers[most]) * float64(len(numbers)) / float64(sum)}
	}
	return b
}

// CoresCSV is a table of the cores over time.
func (c *Chip) CoresCSV() ([]byte, error) {
	t := table.New("begin_s", "end_s", "core", "x", "y", "spikes", "packets_out", "packets_in", "synaptic_operations")
	for i := range c.state.Intervals {
		interval := &c.state.Intervals[i]
		for core, did := range interval.Cores {
			position := c.Picture.Placement.Cores[core].Position
			t.Add(interval.Begin, interval.End, core, position.X, position.Y, did.Spikes, did.PacketsOut, did.PacketsIn, did.Operations)
		}
	}
	return t.CSV()
}

// LinksCSV is a table of the links over time.
func (c *Chip) LinksCSV() ([]byte, error) {
	t := table.New("begin_s", "end_s", "from_x", "from_y", "direction", "packets")
	for i := range c.state.Intervals {
		interval, n := &c.state.Intervals[i], 0
		c.state.Total.Links.Each(func(from placement.Position, d mesh.Direction, _ *mesh.Link) {
			t.Add(interval.Begin, interval.End, from.X, from.Y, d.String(), interval.Packets[n])
			n++
		})
	}
	return t.CSV()
}
