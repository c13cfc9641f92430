package paper

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/comparison"
	"sfdfa-actors/learning"
)

// angles is Fig. 9: "a 4-layer SNN on the MNIST dataset", for each layer the angle
// between the gradient estimates and "the true gradient computed by BP"
// (Section 3.4). The paper does not say how large its layers are; these have 400
// neurons, as its deeper network for Fashion-MNIST has.
var angles = Training{
	Dataset: "mnist", Seeds: 1,
	Vary: "rule", Variants: []string{"dfa", "sfdfa"},
	allows: func(r learning.Rule) bool { return r.HiddenError() != learning.NoError },
	adjust: func(c *settings.Config) {
		c.Layers = []int{400, 400, 400}
		c.GradientAngles = 1000
	},
	draw: drawAngles,
}

func drawAngles(r *comparison.Report) (*Drawing, error) {
	d := &Drawing{}
	d.Table.Columns = []string{"rule", "seed", "epoch", "layer", "angle_to_exact_gradient_degrees", "angle_with_same_local_gradient_degrees"}
	populations := 0
	each(r, func(variant string, seed uint64, m *record.Metrics) {
		if m.GradientAngles == nil {
			return
		}
		populations = max(populations, len(m.GradientAngles.Exact))
		for i := range min(len(m.GradientAngles.Exact), len(m.GradientAngles.Same)) {
			d.Table.Add(variant, seed, m.Epoch, i+1, m.GradientAngles.Exact[i], m.GradientAngles.Same[i])
		}
	})
	if populations < 2 {
		return nil, settings.Errorf("gradient-angles is 0 in the runs of %s, allowed: 1 or more samples", r.Directory)
	}
	panels := &figure.Panels{
		Title: "Angle between the gradient of a rule and that of back-propagation\n" + r.Title(),
		Rows:  [][]*plot.Plot{nil},
	}
	hidden := populations - 1
	for i := range hidden {
		p, err := curves(r, "angle (°)", func(m *record.Metrics) *float64 { return angleOf(m, i) })
		if err != nil {
			return nil, err
		}
		p.Title.Text, p.Title.Padding = layerName(i, hidden), vg.Points(4)
		panels.Rows[0] = append(panels.Rows[0], p)
		d.Notes = append(d.Notes, lastOf(r, layerName(i, hidden), "%.1f°", func(m *record.Metrics) *float64 { return angleOf(m, i) })...)
	}
	share(panels.Rows[0])
	for _, p := range panels.Rows[0] {
		if err := addRightAngle(p); err != nil {
			return nil, err
		}
	}
	d.Drawing, d.Width, d.Height = withLegend(panels), vg.Length(max(2, hidden))*2.5*vg.Inch+variantWidth, 3.4*vg.Inch
	return d, nil
}

func angleOf(m *record.Metrics, layer int) *float64 {
	if m.GradientAngles == nil || layer >= len(m.GradientAngles.Exact) {
		return nil
	}
	return m.GradientAngles.Exact[layer]
}

func layerName(i, hidden int) string {
	name := fmt.Sprintf("hidden layer %d", i+1)
	if i == hidden-1 && hidden > 1 {
		name += " (last)"
	}
	return name
}

// share gives panels one range of heights.
func share(panels []*plot.Plot) {
	low, high := panels[0].Y.Min, panels[0].Y.Max
	for _, p := range panels {
		low, high = min(low, p.Y.Min), max(high, p.Y.Max)
	}
	for _, p := range panels {
		p.Y.Min, p.Y.Max = low, high
	}
}

// addRightAngle draws a line at 90°, where two directions have nothing to do with
// each other, if the panel is not far below.
func addRightAngle(p *plot.Plot) error {
	if p.Y.Max < 70 {
		return nil
	}
	ends := plotter.XYs{{X: p.X.Min, Y: 90}, {X: p.X.Max, Y: 90}}
	err := figure.Line{Name: "90°", Points: ends, Color: figure.Grey, Width: 1, Dashes: figure.Dashed}.AddTo(p)
	p.Y.Max = max(p.Y.Max, 92)
	return err
}

// lastOf is a metric after the last epoch, for each variant that has it.
func lastOf(r *comparison.Report, what, format string, metric comparison.Metric) (notes []string) {
	for i := range r.Rules {
		curve := r.Rules[i].Curve(metric)
		if len(curve) == 0 {
			continue
		}
		value := "none"
		if last := curve[len(curve)-1]; last != nil {
			value = fmt.Sprintf(format, last.Mean)
		}
		notes = append(notes, fmt.Sprintf("%s, %s: %s after %s", what, r.Rules[i].Name, value, numeral.Several(len(curve), "epoch")))
	}
	return notes
}
