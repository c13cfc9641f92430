package mesh

import (
	"iter"

	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
)

// coreRow is a core with what it holds and what a run put on it.
type coreRow struct {
	number    int
	position  placement.Position
	resources Resources
	forward   traffic.Work
	learning  traffic.Work
	total     traffic.Work
}

// quantity is a column whose distribution over cores, or links, is reported.
type quantity[R any] struct {
	name  string
	value func(r *R) int64
}

// coreQuantities are the columns of cores.csv after number and position. Scripts rely
// on their names: append, don't rename.
var coreQuantities = []quantity[coreRow]{
	{"neurons", func(r *coreRow) int64 { return r.resources.Neurons }},
	{"in_axons", func(r *coreRow) int64 { return r.resources.InAxons }},
	{"out_axons", func(r *coreRow) int64 { return r.resources.OutAxons }},
	{"synapses", func(r *coreRow) int64 { return r.resources.Synapses }},
	{"synapse_bytes", func(r *coreRow) int64 { return r.resources.SynapseBytes }},
	{"feedback_weights", func(r *coreRow) int64 { return r.resources.FeedbackWeights }},
	{"spikes", func(r *coreRow) int64 { return r.total.Spikes }},
	{"packets_in", func(r *coreRow) int64 { return r.total.Deliveries }},
	{"packets_out", func(r *coreRow) int64 { return r.total.Packets }},
	{"forward_packets_in", func(r *coreRow) int64 { return r.forward.Deliveries }},
	{"forward_packets_out", func(r *coreRow) int64 { return r.forward.Packets }},
	{"learning_packets_in", func(r *coreRow) int64 { return r.learning.Deliveries }},
	{"learning_packets_out", func(r *coreRow) int64 { return r.learning.Packets }},
	{"synaptic_operations", func(r *coreRow) int64 { return r.total.SynapticOperations() }},
	{"acs", func(r *coreRow) int64 { return r.total.ACs }},
	{"macs", func(r *coreRow) int64 { return r.total.MACs }},
	{"neuron_updates", func(r *coreRow) int64 { return r.total.NeuronUpdates }},
	{"eligibility_updates", func(r *coreRow) int64 { return r.total.EligibilityUpdates }},
	{"weight_updates", func(r *coreRow) int64 { return r.total.WeightUpdates }},
	{"feedback_updates", func(r *coreRow) int64 { return r.total.FeedbackUpdates }},
}

func (p *Picture) coreRows(load *Load) []coreRow {
	rows := make([]coreRow, len(load.Cores))
	for c, resources := range p.Resources() {
		account := &load.Cores[c]
		rows[c] = coreRow{
			number: c, position: p.Placement.Cores[c].Position, resources: resources,
			forward: account.Of(traffic.Forward), learning: account.Of(traffic.Learning), total: account.Total(),
		}
	}
	return rows
}

// CoresCSV is a table of the cores in the order of their numbers.
func (p *Picture) CoresCSV(load *Load) ([]byte, error) {
	columns := []table.Column[*coreRow]{
		{Name: "core", Value: func(r *coreRow) any { return r.number }},
		{Name: "x", Value: func(r *coreRow) any { return r.position.X }},
		{Name: "y", Value: func(r *coreRow) any { return r.position.Y }},
	}
	return table.CSV(appendQuantities(columns, coreQuantities), pointers(p.coreRows(load)))
}

// end is a core at an end of a link; the host is none.
type end struct{ *placement.Position }

func (e end) x() any {
	if e.Position == nil {
		return nil
	}
	return e.X
}

func (e end) y() any {
	if e.Position == nil {
		return nil
	}
	return e.Y
}

// linkRow is a directed link.
type linkRow struct {
	from, to  end
	direction string
	link      Link
}

// linkQuantities are the columns of links.csv after ends and direction.
var linkQuantities = []quantity[linkRow]{
	{"packets", func(r *linkRow) int64 { return r.link.Total().Packets }},
	{"bits", func(r *linkRow) int64 { return r.link.Total().Bits }},
	{"forward_packets", func(r *linkRow) int64 { return r.link.Forward.Packets }},
	{"forward_bits", func(r *linkRow) int64 { return r.link.Forward.Bits }},
	{"learning_packets", func(r *linkRow) int64 { return r.link.Learning.Packets }},
	{"learning_bits", func(r *linkRow) int64 { return r.link.Learning.Bits }},
}

func (l *Links) rows() (rows []linkRow) {
	l.Each(func(from placement.Position, d Direction, link *Link) {
		to := d.Step(from)
		rows = append(rows, linkRow{from: end{&from}, to: end{&to}, direction: d.String(), link: *link})
	})
	return rows
}

// CSV is a table of the mesh's links, position by position, and then of the
// host's two, "in" to the mesh and "out" of it.
func (l *Links) CSV() ([]byte, error) {
	columns := []table.Column[*linkRow]{
		{Name: "from_x", Value: func(r *linkRow) any { return r.from.x() }},
		{Name: "from_y", Value: func(r *linkRow) any { return r.from.y() }},
		{Name: "to_x", Value: func(r *linkRow) any { return r.to.x() }},
		{Name: "to_y", Value: func(r *linkRow) any { return r.to.y() }},
		{Name: "direction", Value: func(r *linkRow) any { return r.direction }},
	}
	port := placement.Port
	rows := append(l.rows(), linkRow{to: end{&port}, direction: "in", link: l.In}, linkRow{from: end{&port}, direction: "out", link: l.Out})
	return table.CSV(appendQuantities(columns, linkQuantities), pointers(rows))
}

func appendQuantities[R any](columns []table.Column[*R], quantities []quantity[R]) []table.Column[*R] {
	for _, f := range quantities {
		columns = append(columns, table.Column[*R]{Name: f.name, Value: func(r *R) any { return f.value(r) }})
	}
	return columns
}

// pointers visits the rows of a table without copying them.
func pointers[R any](rows []R) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		for i := range rows {
			if !yield(&rows[i]) {
				return
			}
		}
	}
}

// distributions describes each quantity over the rows of a table.
func distributions[R any](quantities []quantity[R], rows []R) map[string]Distribution {
	all := map[string]Distribution{}
	values := make([]int64, len(rows))
	for _, f := range quantities {
		for i := range rows {
			values[i] = f.value(&rows[i])
		}
		all[f.name] = distribution(values)
	}
	return all
}
