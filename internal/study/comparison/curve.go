package comparison

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs/record"
)

// Metric is one figure of an epoch, nil where there is none.
type Metric func(m *record.Metrics) *float64

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
			spread := NewSpread(values)
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

// marks tell variants apart without their colours.
var marks = []draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}, draw.RingGlyph{}, draw.SquareGlyph{}, draw.TriangleGlyph{}}

// AddCurve adds a variant's curve of a metric to a plot over epochs, in the n-th
// colour: means over seeds, with bars of a standard deviation if there are several. A
// variant without any figure adds nothing.
func (r *Result) AddCurve(p *plot.Plot, n int, metric Metric) error {
	color := figure.Colors[n%len(figure.Colors)]
	line := figure.Line{Name: r.Name, Color: color, Width: 1.2, Mark: marks[n%len(marks)], Radius: 2.2}
	for epoch, spread := range r.Curve(metric) {
		if spread == nil {
			continue
		}
		line.Points = append(line.Points, plotter.XY{X: float64(epoch + 1), Y: spread.Mean})
		if d := spread.Deviation; d != nil {
			line.Bars = append(line.Bars, struct{ Low, High float64 }{*d, *d})
		}
	}
	return line.AddTo(p)
}
