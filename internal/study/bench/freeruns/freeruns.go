// Package freeruns measures how fast a balanced network runs freely: synaptic events a second of CPU
// time, on each engine, on one CPU core and on several.
package freeruns

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/study/bench"
	"sfdfa-actors/internal/study/machine"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/shipped"
	"sfdfa-actors/messages"
)

// Size is that of a balanced network.
type Size struct {
	Neurons  int `json:"neurons"`
	Synapses int `json:"synapses_per_neuron"`
}

// Study says what to measure.
type Study struct {
	Sizes  []Size
	Rounds int           // of which medians are taken
	Time   time.Duration // biological time of each measurement, after a tenth of a second that is not measured
	Procs  int           // CPU cores; everything is measured on one, too
	Seed   uint64
	// Progress is told the rounds that are done.
	Progress func(done, rounds int)
}

// Report has one measurement for each size, engine and number of CPU cores.
type Report struct {
	Network      string             `json:"network"`
	Rounds       int                `json:"rounds"`
	Time         float64            `json:"biological_seconds"`
	Measurements []*Measurement     `json:"measurements"`
	Machine      record.Machine     `json:"machine"`
	Version      record.VersionInfo `json:"version"`
}

// Measurement is medians over rounds. The time has all that a run does, the drive included; events are those at synapses only.
type Measurement struct {
	Size
	Engine             string  `json:"engine"`
	Procs              int     `json:"procs"`
	Rate               float64 `json:"rate_hz"`
	CV                 float64 `json:"cv"`
	Events             int64   `json:"synaptic_events"`
	EventsPerCPUSecond float64 `json:"synaptic_events_per_cpu_second,omitempty"`
	EventsPerSecond    float64 `json:"synaptic_events_per_second"`
	RealTimeFactor     float64 `json:"real_time_factor"`
	Building           float64 `json:"building_seconds"`
	Digest             string  `json:"digest"`

	cpu, wall, building []float64 // seconds, by round
}

// engines are those that are measured, in order.
var engines = []struct {
	name  string
	build simulation.Build
}{
	{"actors", func(n *network.Network, s network.Setup) (network.Engine, error) {
		return system.New(n, s, actors.PacketTransport)
	}},
	{"reference", func(n *network.Network, s network.Setup) (network.Engine, error) { return reference.New(n, s) }},
}

// Run measures every size, engine and number of CPU cores in turns.
func (s *Study) Run(ctx context.Context) (*Report, error) {
	r := &Report{
		Network: "balanced", Rounds: s.Rounds, Time: s.Time.Seconds(),
		Machine: record.ThisMachine(s.Procs), Version: record.Version(),
	}
	for _, size := range s.Sizes {
		for procs := 1; ; procs = s.Procs {
			for i := range engines {
				r.Measurements = append(r.Measurements, &Measurement{Size: size, Engine: engines[i].name, Procs: procs})
			}
			if procs == s.Procs {
				break
			}
		}
	}
	for round := range s.Rounds {
		for i, m := range r.Measurements {
			if err := s.measure(ctx, m, engines[i%len(engines)].build); err != nil {
				return nil, err
			}
		}
		s.Progress(round+1, s.Rounds)
	}
	for _, m := range r.Measurements {
		m.sumUp(s.Time.Seconds())
	}
	return r, nil
}

// measure lets a network run.
func (s *Study) measure(ctx context.Context, m *Measurement, build simulation.Build) error {
	net, err := simulation.Network([]byte(shipped.Balanced(m.Neurons, m.Synapses)), simulation.Settings{Duration: 1000, Seed: s.Seed})
	if err != nil {
		return err
	}
	return bench.Confined(m.Procs, func() error {
		start := time.Now()
		simulated, err := simulation.New(net, network.Setup{CPUCores: m.Procs}, build)
		if err != nil {
			return err
		}
		defer simulated.Close()
		m.building = append(m.building, time.Since(start).Seconds())
		spikes := 0
		segment := func() error {
			return simulated.Segment(ctx, func(_ int, fired []messages.Spike) { spikes += len(fired) })
		}
		if err := segment(); err != nil {
			return err
		}
		runtime.GC()
		before, begun := simulated.Tally.SynapticEvents, simulated.Time()
		spikes = 0
		start, cpu := time.Now(), machine.CPUTime()
		for simulated.Time()-begun < s.Time.Seconds() {
			if err := segment(); err != nil {
				return err
			}
		}
		m.cpu, m.wall = append(m.cpu, (machine.CPUTime()-cpu).Seconds()), append(m.wall, time.Since(start).Seconds())
		m.Events, m.Digest = simulated.Tally.SynapticEvents-before, simulated.Digest().String()
		m.Rate = float64(spikes) / (simulated.Time() - begun) / float64(m.Neurons)
		m.CV = simulated.Summary.Irregularity(1)
		return nil
	})
}

// sumUp takes the medians over the rounds.
func (m *Measurement) sumUp(biological float64) {
	if cpu := median(m.cpu); cpu > 0 {
		m.EventsPerCPUSecond = float64(m.Events) / cpu
	}
	m.EventsPerSecond = float64(m.Events) / median(m.wall)
	m.RealTimeFactor = median(m.wall) / biological
	m.Building = median(m.building)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// Print prints a table.
func (r *Report) Print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "\nbalanced network, medians of %s of %v s\n\n", numeral.Several(r.Rounds, "round"), r.Time)
	fmt.Fprintf(t, "neurons\tsynapses\tengine\tCPU cores\trate (Hz)\tCV\tevents a CPU second\tevents a second\ttimes real time\n")
	for _, m := range r.Measurements {
		fmt.Fprintf(t, "%d\t%d\t%s\t%d\t%.1f\t%.2f\t%s\t%s\t%.3g\n", m.Neurons, m.Synapses, m.Engine, m.Procs, m.Rate, m.CV,
			numeral.Short(m.EventsPerCPUSecond), numeral.Short(m.EventsPerSecond), m.RealTimeFactor)
	}
	return t.Flush()
}

// ParseSize reads a size, like 10000x1000.
func ParseSize(text string) (size Size, err error) {
	if _, err := fmt.Sscanf(text, "%dx%d", &size.Neurons, &size.Synapses); err != nil || fmt.Sprintf("%dx%d", size.Neurons, size.Synapses) != text ||
		size.Neurons < 10 || size.Synapses < 5 || size.Synapses > size.Neurons*4/5 {
		return size, fmt.Errorf("size is %q, allowed: neurons x synapses like 10000x1000, at least 10x5, synapses up to 4/5 of the neurons", text)
	}
	return size, nil
}
