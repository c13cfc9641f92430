package trace

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/parquet-go/parquet-go"

	"sfdfa-actors/internal/course"
	"sfdfa-actors/internal/hardware/placement"
)

// parquetEnd is what the name of a file in Parquet ends in.
const parquetEnd = ".parquet"

// row is an event. What it does not have is null, and so is a number that is none.
type row struct {
	Event      string   `parquet:"event,dict"`
	Epoch      int32    `parquet:"epoch"`
	Part       string   `parquet:"part,dict"`
	Sample     int64    `parquet:"sample"`
	Index      *int32   `parquet:"index"`
	Label      *int32   `parquet:"label"`
	Time       *float64 `parquet:"time"`
	Population *int32   `parquet:"population"`
	Neuron     *int32   `parquet:"neuron"`
	Grade      *float64 `parquet:"grade"`
	From       *int32   `parquet:"from"`
	To         *int32   `parquet:"to"`
	HopsX      *int32   `parquet:"hops_x"`
	HopsY      *int32   `parquet:"hops_y"`
	Synapses   *int32   `parquet:"synapses"`
	Potential  *float64 `parquet:"potential"`
	Current    *float64 `parquet:"current"`
	Threshold  *float64 `parquet:"threshold"`
}

const (
	rowBytes  = 96      // that a row counts as before compression
	groupRows = 1 << 16 // that are in memory before they are written
)

// parquetEvents is the file of events in Parquet: a row for each, and the first and the last line of the other form as metadata.
type parquetEvents struct {
	*events
	to   *parquet.GenericWriter[row]
	rows []row // of the sample at work
}

func newParquetEvents(e *events, h header) *parquetEvents {
	c := &parquetEvents{events: e}
	c.to = parquet.NewGenericWriter[row](e.buffer, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(groupRows))
	c.describe("trace", h)
	return c
}

// describe puts an object into the file's metadata.
func (c *parquetEvents) describe(key string, object any) {
	text, err := json.Marshal(object)
	if err != nil {
		c.fail(err)
		return
	}
	c.to.SetKeyValueMetadata(key, string(text))
}

func (c *parquetEvents) sample(p *presentation, spikes []spike) {
	start := row{Epoch: int32(p.epoch), Part: p.part.String(), Sample: int64(p.number)}
	c.rows = c.rows[:0]
	first := start
	first.Event, first.Index, first.Label = "sample", whole(p.index), whole(p.label)
	c.add(first)
	for i := range spikes {
		if c.stopped != "" {
			break
		}
		c.addSpike(start, &spikes[i])
	}
	if c.potentials != nil {
		c.potentials.each(spikes, func(n *traced, s course.State) {
			r := start
			r.Event, r.Time, r.Population, r.Neuron = "potential", real(s.Time), whole(n.population), whole(n.index)
			r.Potential, r.Current, r.Threshold = real(s.Potential), real(s.Current), real(n.threshold)
			c.add(r)
		})
	}
	if _, err := c.to.Write(c.rows); err != nil {
		c.fail(err)
	}
}

// addSpike adds a spike, and the packets that carry it.
func (c *parquetEvents) addSpike(r row, s *spike) {
	r.Time, r.Population, r.Neuron = real(s.Time), whole(s.population), &s.Source
	if c.spikes {
		fired := r
		fired.Event, fired.Grade = "spike", real(s.Grade)
		c.add(fired)
	}
	if !c.packets {
		return
	}
	from := c.routes.Source(s.population, s.Source)
	for _, to := range c.routes.OfNeuron(s.population, s.Source) {
		x, y := c.routes.Hops(from, int(to.Core))
		r.Event, r.From, r.To = "packet", place(from), place(int(to.Core))
		r.HopsX, r.HopsY, r.Synapses = whole(x), whole(y), &to.Synapses
		c.add(r)
	}
}

// add adds a row, if it is within the bounds.
func (c *parquetEvents) add(r row) {
	if c.admits(rowBytes) {
		c.bytes += rowBytes
		c.rows = append(c.rows, r)
	}
}

func (c *parquetEvents) finish(reason string) error {
	if c.stream.file == nil {
		return nil
	}
	if c.stopped != "" {
		reason = c.stopped
	}
	c.describe("end", c.footer(reason))
	if err := c.to.Close(); err != nil {
		c.fail(err)
	}
	return c.close()
}

// place is a core, or null for the host.
func place(core int) *int32 {
	if core == placement.Host {
		return nil
	}
	return whole(core)
}

func whole(n int) *int32 {
	number := int32(n)
	return &number
}

// real is a number, or null for what is none.
func real(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// isParquet reports whether a file is one in Parquet, by its name.
func isParquet(path string) bool { return strings.HasSuffix(path, parquetEnd) }
