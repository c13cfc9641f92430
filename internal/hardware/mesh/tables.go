package mesh

import (
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
	{"delays", func(r *coreRow) int64 { return r.resources.Delays }},
	{"delay_reads", func(r *coreRow) int64 { return r.total.DelayReads }},
	{"delay_updates", func(r *coreRow) int64 { return r.total.DelayUpdates }},
}

func (p *Picture) coreRows(load *Load) []coreRow {
	rows := make([]coreRow, len(load.Cores))
	for c, resources := range p.Resources() {
		account := &load.Cores[c]
		rows[c] = coreRow{
			number: c, position: p.Placement.Cores[c].Position, resources: resources,
			forward: account.PhaseWork(traffic.Forward), learning: account.PhaseWork(traffic.Learning), total: account.Total(),
		}
	}
	return rows
}

// CoresCSV is a table of the cores in the order of their numbers.
func (p *Picture) CoresCSV(load *Load) ([]byte, error) {
	return csv(coreQuantities, p.coreRows(load), []string{"core", "x", "y"}, func(r *coreRow) []any {
		return []any{r.number, r.position.X, r.position.Y}
	})
}

// linkRow is a directed link. Its ends are cores; the host is none.
type linkRow struct {
	from, to  *placement.Position
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
		rows = append(rows, linkRow{from: &from, to: &to, direction: d.String(), link: *link})
	})
	return rows
}

// CSV is a table of the mesh's links, position by position, and then of the
// host's two, "in" to the mesh and "out" of it.
func (l *Links) CSV() ([]byte, error) {
	port := placement.Port
	rows := append(l.rows(), linkRow{to: &port, direction: "in", link: l.In}, linkRow{from: &port, direction: "out", link: l.Out})
	return csv(linkQuantities, rows, []string{"from_x", "from_y", "to_x", "to_y", "direction"}, func(r *linkRow) (values []any) {
		for _, end := range []*placement.Position{r.from, r.to} {
			if end == nil {
				values = append(values, nil, nil)
			} else {
				values = append(values, end.X, end.Y)
			}
		}
		return append(values, r.direction)
	})
}

// csv is a table of quantities, with columns that say what each row is of.
func csv[R any](quantities []quantity[R], rows []R, names []string, name func(*R) []any) ([]byte, error) {
	t := table.New(names...)
	for _, q := range quantities {
		t.Columns = append(t.Columns, q.name)
	}
	for i := range rows {
		row := name(&rows[i])
		for _, q := range quantities {
			row = append(row, q.value(&rows[i]))
		}
		t.Add(row...)
	}
	return t.CSV()
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
