package simulation

import (
	"math"
	"time"

	"gonum.org/v1/gonum/stat"

	"sfdfa-actors/internal/study/simulation/chip"
)

// Report is what simulation.json says of a free run.
type Report struct {
	Network        string             `json:"network"`
	Seed           uint64             `json:"seed"`
	Neurons        int                `json:"neurons"`
	Populations    []string           `json:"populations"` // in order
	Synapses       float64            `json:"synapses"`    // expected where chance decides
	Duration       float64            `json:"duration_seconds"`
	Transient      float64            `json:"transient_seconds"` // that rates, cv and correlation leave out at the start
	Wall           float64            `json:"wall_seconds"`      // without building
	Building       float64            `json:"building_seconds"`
	RealTimeFactor float64            `json:"real_time_factor"` // wall time by biological time
	Spikes         int64              `json:"spikes"`
	Events         int64              `json:"synaptic_events"`
	EventRate      float64            `json:"synaptic_events_per_second"` // of wall time, without the drive's
	Rates          map[string]float64 `json:"rates"`                      // Hz, by population
	CV             map[string]float64 `json:"cv"`                         // by population; without those that fired too little
	Correlation    map[string]float64 `json:"correlation"`
	Traffic        *chip.Report       `json:"traffic"` // on a mesh of cores; null if it was not counted
	Digest         string             `json:"digest"`
}

// Report sums up what has been simulated in some time.
func (s *Simulation) Report(name string, building, wall time.Duration) *Report {
	n := &s.net.Topology
	r := &Report{
		Network: name, Seed: n.Seed, Synapses: n.MeanSynapses(), Duration: s.Time(), Transient: s.Summary.from, Wall: wall.Seconds(), Building: building.Seconds(),
		RealTimeFactor: wall.Seconds() / s.Time(), Events: s.Tally.SynapticEvents,
		EventRate: float64(s.Tally.SynapticEvents) / wall.Seconds(),
		Rates:     map[string]float64{}, CV: map[string]float64{}, Correlation: map[string]float64{},
		Digest: s.Digest().String(),
	}
	for index := n.FirstNeurons(); index < len(n.Sizes); index++ {
		name := n.Names[index]
		r.Populations = append(r.Populations, name)
		r.Neurons += n.Sizes[index]
		r.Spikes += s.Summary.populations[index].Spikes
		r.Rates[name] = stat.Mean(s.Summary.Rates(index, s.Time()), nil)
		addNumber(r.CV, name, s.Summary.Irregularity(index))
		addNumber(r.Correlation, name, s.Summary.Correlation(index))
	}
	return r
}

// addNumber adds what is a number: JSON has no others.
func addNumber(to map[string]float64, name string, value float64) {
	if !math.IsNaN(value) {
		to[name] = value
	}
}

// Sizes lists the numbers of neurons of the populations in order.
func (s *Simulation) Sizes() []int {
	return s.net.Topology.Sizes[s.net.Topology.FirstNeurons():]
}

// Populations lists the names of the populations of neurons in order.
func (s *Simulation) Populations() []string {
	return s.net.Topology.Names[s.net.Topology.FirstNeurons():]
}
