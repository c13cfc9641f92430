package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs"
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
	c.text("%s on %s of a %s mesh, %s placement; cores and links are simulated.", figure.Several(t.Samples, "training sample"), figure.Several(t.Cores, "core"), t.Grid, t.Placement)
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
			word(strings.ReplaceAll(name, "_", " ") + " of a core"), short(float64(d.Max)), short(float64(d.P99)), short(d.Mean), number("%.3g", d.Imbalance),
		})
	}
	d := t.PerLink["packets"]
	busiest.Rows = append(busiest.Rows, []cell{word("packets over a link"), short(float64(d.Max)), short(float64(d.P99)), short(d.Mean), number("%.3g", d.Imbalance)})
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

// energySection is an estimate from the counts of traffic.
func energySection(m *material) (*content, error) {
	if !m.has(record.TrafficFile) {
		return nil, nil
	}
	e, err := runs.EstimateEnergy(m.directory, "", 0)
	if err != nil {
		return nil, err
	}
	c := &content{numbers: e}
	c.text("An estimate by the profile %s (%s): counts of the training, multiplied by published constants. Nothing was measured on a chip.", e.Profile, e.Title)
	if e.PerSample != nil {
		g := &grid{Caption: "Estimate of a training sample", Head: []string{"phase", "dynamic (estimate)", "static (estimate)"}}
		g.Rows = append(g.Rows,
			[]cell{word("forward"), joules(e.PerSample.Forward.Dynamic), joules(e.PerSample.Forward.Static)},
			[]cell{word("learning"), joules(e.PerSample.Learning.Dynamic), joules(e.PerSample.Learning.Static)},
			[]cell{word("both"), joules(e.PerSample.Run.Dynamic), joules(e.PerSample.Run.Static)})
		c.grid(g)
	}
	if len(e.Missing) > 0 {
		g := &grid{Caption: "Constants that the profile lacks: what they would count is not in the estimate", Head: []string{"constant", "counted", "count"}}
		for _, missing := range e.Missing {
			g.Rows = append(g.Rows, []cell{word(missing.Constant), word(missing.Counted), short(missing.Count)})
		}
		c.grid(g)
	}
	return c, nil
}

// has reports whether the run's directory holds a file.
func (m *material) has(name string) bool {
	_, err := os.Stat(filepath.Join(m.directory, name))
	return !errors.Is(err, fs.ErrNotExist)
}
