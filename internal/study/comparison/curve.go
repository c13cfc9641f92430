package comparison

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs"
)

// Metric is one figure of an epoch, nil where there is none.
type Metric func(m *runs.Metrics) *float64

// Curve is the spread of a metric over a variant's runs, epoch by epoch, of as many
// epochs as all runs have; nil where a run has no figure.
func (r *Result) Curve(metric Metric) []*Spread {
	curve := make([]*Spread, epochs(r.Runs))
	for epoch := range curve {
		var values []float64
		for i := range r.Runs {
			if value := metric(&r.Runs[i].Curve[epoch]); value != nil {
				values = append(values, *value)
			}
		}
		if len(values) == len(r.Runs) {
			spread := newSpread(values)
			curve[epoch] = &spread
		}
	}
	return curve
}

func epochs(runs []Run) (fewest int) {
	for i := range runs {
		if n := len(runs[i].Curve); i == 0 || n < fewest {
			fewest = n
		}
	}
	return fewest
}

// points are means with bars.
type points struct {
	plotter.XYs
	plotter.YErrors
}

// marks tell variants apart without their colours.
var marks = []draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.RingGlyph{}, draw.SquareGlyph{}, draw.TriangleGlyph{}}

// AddCurve adds a variant's curve of a metric to a plot over epochs, in the n-th
// colour: means over seeds, with bars of a standard deviation if there are several. A
// variant without any figure adds nothing.
func (r *Result) AddCurve(p *plot.Plot, n int, metric Metric) error {
	var c points
	for epoch, spread := range r.Curve(metric) {
		if spread == nil {
			continue
		}
		deviation := 0.0
		if spread.Deviation != nil {
			deviation = *spread.Deviation
		}
		c.XYs = append(c.XYs, plotter.XY{X: float64(epoch + 1), Y: spread.Mean})
		c.YErrors = append(c.YErrors, struct{ Low, High float64 }{deviation, deviation})
	}
	if len(c.XYs) == 0 {
		return nil
	}
	line, points, err := plotter.NewLinePoints(c)
	if err != nil {
		return err
	}
	color := figure.Colors[n%len(figure.Colors)]
	line.Color, line.Width = color, vg.Points(1.2)
	points.GlyphStyle = draw.GlyphStyle{Color: color, Radius: vg.Points(2.2), Shape: marks[n%len(marks)]}
	if len(r.Runs) > 1 {
		bars, err := plotter.NewYErrorBars(c)
		if err != nil {
			return err
		}
		bars.Color = color
		p.Add(bars)
	}
	p.Add(line, points)
	p.Legend.Add(r.Name, line, points)
	return nil
}
