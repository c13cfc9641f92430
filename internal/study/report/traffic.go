package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
)

// workColumns are the columns of the table by purpose.
var workColumns = []struct {
	name  string
	value func(*traffic.Work) int64
}{
	{"packets", func(w *traffic.Work) int64 { return w.Packets }},
	{"hops", (*traffic.Work).Hops},
	{"bits × links", (*traffic.Work).BitLinks},
	{"ACs", func(w *traffic.Work) int64 { return w.ACs }},
	{"MACs", func(w *traffic.Work) int64 { return w.MACs }},
	{"weight updates", func(w *traffic.Work) int64 { return w.WeightUpdates }},
	{"feedback updates", func(w *traffic.Work) int64 { return w.FeedbackUpdates }},
}

// trafficSection is what the training sent and did on the simulated mesh.
func trafficSection(m *material) (*content, error) {
	if !m.has(record.TrafficFile) {
		return nil, nil
	}
	t, err := record.ReadTraffic(m.directory)
	if err != nil {
		return nil, err
	}
	c := &content{numbers: t}
	c.text("%s on %s of a %s mesh, %s placement; cores and links are simulated.", numeral.Several(t.Samples, "training sample"), numeral.Several(t.Cores, "core"), t.Grid, t.Placement)
	c.grid(workGrid(t))
	picture, err := t.Bars("traffic by purpose")
	if err != nil {
		return nil, err
	}
	c.draw(&drawing{
		name: "traffic_purposes", Picture: picture,
		Alt: "Bits sent for each purpose; the table above has the figures.",
	})
	if m.isCounted {
		c.draw(&drawing{
			name: "mesh", Picture: m.mesh,
			Alt: "The mesh of cores: synaptic operations of each core and packets over each link, as shades.",
		})
		c.draw(&drawing{
			name: "mesh_phases", Picture: m.phases,
			Alt: "The mesh twice: what presenting samples takes, and what learning adds; links by bits.",
		})
	}
	busiest := &grid{Caption: "The busiest decides: load of cores and links over the training", Head: []string{"", "max", "p99", "mean", "max/mean"}}
	for _, name := range []string{"synaptic_operations", "packets_in", "packets_out"} {
		d := t.PerCore[name]
		busiest.Rows = append(busiest.Rows, []cell{
			word(strings.ReplaceAll(name, "_", " ") + " of a core"), short(float64(d.Max)), short(float64(d.P99)), short(d.Mean), rounded(d.Imbalance, 3),
		})
	}
	d := t.PerLink["packets"]
	busiest.Rows = append(busiest.Rows, []cell{word("packets over a link"), short(float64(d.Max)), short(float64(d.P99)), short(d.Mean), rounded(d.Imbalance, 3)})
	c.grid(busiest)
	return c, nil
}

// workGrid is the work of each purpose that has any, in means of a sample.
func workGrid(t *record.Traffic) *grid {
	g := &grid{Caption: "Means of a training sample, by purpose", Head: []string{"purpose"}}
	for _, column := range workColumns {
		g.Head = append(g.Head, column.name)
	}
	row := func(name string, w *traffic.Work) {
		cells := []cell{word(name)}
		for _, column := range workColumns {
			cells = append(cells, short(float64(column.value(w))/float64(max(1, t.Samples))))
		}
		g.Rows = append(g.Rows, cells)
	}
	for _, p := range traffic.Purposes() {
		if w := p.Work(&t.Purposes); *w != (traffic.Work{}) {
			row(strings.ReplaceAll(p.Name, "_", " "), w)
		}
	}
	row("all forward", &t.Forward)
	row("all learning", &t.Learning)
	return g
}

// has reports whether the run's directory holds a file.
func (m *material) has(name string) bool {
	_, err := os.Stat(filepath.Join(m.directory, name))
	return !errors.Is(err, fs.ErrNotExist)
}
