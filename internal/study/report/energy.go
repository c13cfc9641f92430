package report

import (
	"slices"
	"strings"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
)

// energySection is an estimate from the counts of traffic.
func energySection(m *material) (*content, error) {
	if !m.has(record.TrafficFile) {
		return nil, nil
	}
	t, err := record.ReadTraffic(m.directory)
	if err != nil {
		return nil, err
	}
	estimate, err := runs.Estimator(m.directory)
	if err != nil {
		return nil, err
	}
	e := estimate(&t.Purposes)
	c := &content{numbers: e}
	c.text("An estimate by the profile %s (%s): counts of the training, multiplied by published constants. Nothing was measured on a chip.", e.Profile, e.Title)
	if e.PerSample != nil {
		c.grid(shareGrid(e))
		if err := c.addPurposes(watch.EnergyOf(&t.Purposes, estimate)); err != nil {
			return nil, err
		}
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

// shareGrid is what a sample takes in each phase, as "energy estimate" prints it.
func shareGrid(e *energy.Estimate) *grid {
	g := &grid{Caption: "Estimate of a training sample, by phase", Head: []string{"", "forward", "learning", "both"}}
	for _, share := range e.Shares() {
		g.Rows = append(g.Rows, []cell{word(share.Name), joules(share.Of(e.PerSample.Forward)), joules(share.Of(e.PerSample.Learning)), joules(share.Of(e.PerSample.Run))})
	}
	return g
}

// addPurposes adds the dynamic energy of each purpose as a table and a picture.
func (c *content) addPurposes(e *watch.Energy) error {
	g := &grid{Caption: "Dynamic energy of a training sample, by purpose (estimate)", Head: []string{"purpose", "phase", "energy", "share"}}
	shown := slices.DeleteFunc(slices.Clone(e.Purposes), func(p watch.PurposeEnergy) bool { return p.Joules == 0 })
	sum := 0.0
	for _, p := range shown {
		sum += p.Joules
	}
	for _, p := range shown {
		g.Rows = append(g.Rows, []cell{word(strings.ReplaceAll(p.Name, "_", " ")), word(p.Phase), joules(p.Joules / float64(e.Samples)), number("%.1f %%", 100*p.Joules/sum)})
	}
	if len(shown) == 0 {
		return nil
	}
	c.grid(g)
	picture, err := energyBars(shown, e.Samples)
	c.draw(&drawing{name: "energy_purposes", Picture: picture, Alt: "Dynamic energy of a sample for each purpose, an estimate; the table above has the figures."})
	return err
}

// energyBars is a chart of what each purpose takes, forward and learning in colours of their own.
func energyBars(purposes []watch.PurposeEnergy, samples int64) (figure.Picture, error) {
	const thick, nano = 16, 1e-9
	p := figure.New("dynamic energy by purpose, an estimate")
	p.X.Label.Text = "energy of a sample (nJ)"
	p.X.Min = 0
	names := make([]string, len(purposes))
	for i, phase := range []string{"forward", "learning"} {
		values := make(plotter.Values, len(purposes))
		for k, purpose := range purposes {
			at := len(purposes) - 1 - k // the first line of a chart is its lowest
			if names[at] = strings.ReplaceAll(purpose.Name, "_", " "); purpose.Phase == phase {
				values[at] = purpose.Joules / float64(samples) / nano
			}
		}
		bars, err := plotter.NewBarChart(values, vg.Points(thick))
		if err != nil {
			return figure.Picture{}, err
		}
		bars.Horizontal, bars.Color, bars.LineStyle.Width = true, figure.Colors[i], 0
		p.Add(bars)
		p.Legend.Add(phase, bars)
	}
	p.NominalY(names...)
	p.Y.Min, p.Y.Max = -0.6, float64(len(names))+0.4 // with a line for the legend
	p.X.Max *= 1.05
	p.Legend.Top = true
	return figure.Picture{Drawing: p, Width: 6.5 * vg.Inch, Height: 1.2*vg.Inch + vg.Length(len(names)+1)*0.35*vg.Inch}, nil
}
