package trace

import (
	"fmt"
	"math"
	"strconv"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/placement"
)

// table is the file of messages, with SANA-FE's columns. Those that belong to a
// model of latency, which there is none of here, stay empty.
type table struct {
	*stream
	file     string
	routes   *placement.Routes
	timestep float64
	steps    int64 // in a sample
	line     []byte
	samples  int64 // written
}

const columns = "timestep,mid,src_neuron,src_hw,dest_hw,hops,spikes," +
	"send_timestamp,received_timestamp,processed_timestamp," +
	"generation_delay,processing_delay,network_delay,blocking_delay,min_hop_delay,messages_along_route\n"

// unmodelled ends a line: the columns from send_timestamp on.
const unmodelled = ",,,,,,,,,\n"

func newTable(s *stream, file string, net *network.Network, paths *placement.Routes, o *Options) *table {
	t := &table{stream: s, file: file, routes: paths, timestep: o.Timestep}
	t.reserve = 0 // a table has no last line of its own
	duration := 0.0
	for _, neuron := range net.Neurons {
		duration = max(duration, neuron.Duration)
	}
	t.steps = int64(math.Ceil(duration/o.Timestep - 1e-9))
	t.write([]byte(columns))
	return t
}

func (t *table) sample(_ *presentation, spikes []spike) {
	for i := range spikes {
		s := &spikes[i]
		step := t.samples*t.steps + min(int64(s.Time/t.timestep), t.steps-1) + 1
		from := t.routes.Source(s.population, s.Source)
		for _, to := range t.routes.OfNeuron(s.population, s.Source) {
			if t.stopped != "" {
				return
			}
			x, y := t.routes.Hops(from, int(to.Core))
			t.line = fmt.Appendf(t.line[:0], "%d,%d,%d.%d,%s,%s,%d,%d%s", step, t.events, s.population, s.Source,
				t.hardware(from), t.hardware(int(to.Core)), x+y, to.Synapses, unmodelled)
			t.event(t.line)
		}
	}
	t.samples++
}

// hardware names a core as SANA-FE does, by tile and core: each tile here has one. Tiles are numbered
// column by column, from the bottom.
func (t *table) hardware(core int) string {
	if core == placement.Host {
		return "host"
	}
	at := t.routes.Placement.PositionOf(core)
	return strconv.Itoa(t.routes.Placement.Grid.Tile(at)) + ".0"
}

func (t *table) full() string { return t.stopped }
func (t *table) name() string { return t.file }

func (t *table) finish(string) error { return t.close() }
