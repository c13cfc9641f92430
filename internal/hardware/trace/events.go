package trace

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/course"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/messages"
)

// events is the file of spikes and packets.
type events struct {
	*stream
	file            string
	spikes, packets bool
	routes          *placement.Routes // nil without packets
	potentials      *potentials       // or nil
	line            []byte
	start           []byte // of every event of the sample at work
}

// header is the first line.
type header struct {
	Event       string `json:"event"` // "trace"
	Version     int    `json:"version"`
	About       string `json:"about"`
	Kinds       []Kind `json:"kinds"`
	Populations []int  `json:"populations"` // sizes; the first is the input
	Cores       int    `json:"cores"`       // of the mesh
	Grid        string `json:"grid,omitempty"`
	Placement   string `json:"placement,omitempty"`
}

// footer is the last line.
type footer struct {
	Event    string `json:"event"` // "end"
	Events   int64  `json:"events"`
	Complete bool   `json:"complete"` // nothing that was presented is left out
	Reason   string `json:"reason,omitempty"`
}

func newEvents(s *stream, file, about string, net *network.Network, paths *placement.Routes, of *potentials, o *Options) sink {
	e := &events{stream: s, file: file, spikes: o.Has(Spikes), packets: o.Has(Packets), routes: paths, potentials: of}
	h := header{Event: "trace", Version: 1, About: about, Populations: net.Topology.Sizes, Cores: len(net.Cores)}
	for _, kind := range Kinds() {
		if o.Has(kind) && kind != Messages {
			h.Kinds = append(h.Kinds, kind)
		}
	}
	if e.packets {
		h.Grid, h.Placement = paths.Placement.Grid.String(), paths.Placement.Rule.Name()
	}
	if isParquet(file) {
		return newParquetEvents(e, h)
	}
	e.object(h)
	return e
}

// object writes a line that is no event.
func (e *events) object(object any) {
	line, err := json.Marshal(object)
	if err != nil {
		e.err = fmt.Errorf("trace: %w", err)
		return
	}
	e.write(append(line, '\n'))
}

func (e *events) sample(p *presentation, spikes []spike) {
	e.line = fmt.Appendf(e.line[:0], `{"event":"sample","epoch":%d,"part":"%s","sample":%d,"index":%d,"label":%d}`+"\n", p.epoch, p.part, p.number, p.index, p.label)
	e.event(e.line)
	e.start = fmt.Appendf(e.start[:0], `,"epoch":%d,"part":"%s","sample":%d,"time":`, p.epoch, p.part, p.number)
	for i := range spikes {
		if e.stopped != "" {
			return
		}
		if e.spikes {
			e.spike(&spikes[i])
		}
		if e.packets {
			e.sent(&spikes[i])
		}
	}
	if e.potentials != nil {
		e.potentials.each(spikes, e.potential)
	}
}

// potential writes a neuron's state.
func (e *events) potential(n *traced, s course.State) {
	e.begin("potential", &spike{messages.Spike{Time: s.Time, Source: int32(n.index)}, n.population})
	e.line = number(append(e.line, `,"potential":`...), s.Potential)
	e.line = number(append(e.line, `,"current":`...), s.Current)
	e.line = number(append(e.line, `,"threshold":`...), n.threshold)
	e.event(append(e.line, "}\n"...))
}

// begin starts a line about a neuron.
func (e *events) begin(event string, s *spike) {
	e.line = append(append(append(e.line[:0], `{"event":"`...), event...), '"')
	e.line = number(append(e.line, e.start...), s.Time)
	e.integer(`,"population":`, s.population)
	e.integer(`,"neuron":`, int(s.Source))
}

func (e *events) integer(key string, n int) {
	e.line = strconv.AppendInt(append(e.line, key...), int64(n), 10)
}

// core writes a core's index, or null for the host.
func (e *events) core(key string, core int) {
	if core == placement.Host {
		e.line = append(append(e.line, key...), "null"...)
		return
	}
	e.integer(key, core)
}

func (e *events) spike(s *spike) {
	e.begin("spike", s)
	e.line = number(append(e.line, `,"grade":`...), s.Grade)
	e.event(append(e.line, "}\n"...))
}

// sent writes the packets that carry a spike.
func (e *events) sent(s *spike) {
	from := e.routes.Source(s.population, s.Source)
	for _, to := range e.routes.OfNeuron(s.population, s.Source) {
		x, y := e.routes.Hops(from, int(to.Core))
		e.begin("packet", s)
		e.core(`,"from":`, from)
		e.core(`,"to":`, int(to.Core))
		e.integer(`,"hops_x":`, x)
		e.integer(`,"hops_y":`, y)
		e.integer(`,"synapses":`, int(to.Synapses))
		e.event(append(e.line, "}\n"...))
	}
}

// number appends a number as short as it is exact; what JSON has no number for is
// null.
func number(dst []byte, x float64) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(dst, "null"...)
	}
	return strconv.AppendFloat(dst, x, 'g', -1, 64)
}

func (e *events) full() string { return e.stopped }
func (e *events) name() string { return e.file }

func (e *events) finish(reason string) error {
	if e.stopped != "" {
		reason = e.stopped
	}
	if e.err == nil {
		e.object(e.footer(reason))
	}
	return e.close()
}

func (e *events) footer(reason string) footer {
	return footer{Event: "end", Events: e.events, Complete: reason == "", Reason: reason}
}
