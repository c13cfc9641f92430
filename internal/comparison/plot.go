package comparison

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
)

// Size of the picture.
const (
	width  = 6.5 * vg.Inch
	height = 4.5 * vg.Inch
)

func (r *Report) svg() ([]byte, error) {
	p, err := r.plot()
	if err != nil {
		return nil, err
	}
	return figure.SVG(p, width, height)
}

func (r *Report) png() ([]byte, error) {
	p, err := r.plot()
	if err != nil {
		return nil, err
	}
	return figure.PNG(p, width, height)
}

// plot draws the test accuracy of every rule against epochs, as in Figs. 5 to 8:
// means over seeds with bars of a standard deviation.
func (r *Report) plot() (*plot.Plot, error) {
	p := figure.New(r.title())
	p.X.Label.Text, p.Y.Label.Text = "epoch", "test accuracy (%)"
	p.X.Tick.Marker = figure.Ticks{Most: 16, Whole: true}
	p.Legend.XOffs, p.Legend.YOffs = -vg.Points(8), vg.Points(4) // right and below, where learning curves are not
	for i := range r.Rules {
		if err := r.Rules[i].addTo(p, i); err != nil {
			return nil, err
		}
	}
	p.X.Min, p.X.Max = 0.5, p.X.Max+0.5
	return p, nil
}

func (r *Report) title() string {
	c := &r.Rules[0].Config
	of := fmt.Sprintf("means of %d seeds, bars: standard deviation", r.Seeds)
	if r.Seeds == 1 {
		of = fmt.Sprintf("seed %d", c.Seed)
	}
	layers := strings.Trim(strings.ReplaceAll(fmt.Sprint(c.Layers), " ", "-"), "[]")
	return fmt.Sprintf("%s, %s hidden neurons, %s", c.Dataset, layers, of)
}

// points are means with bars.
type points struct {
	plotter.XYs
	plotter.YErrors
}

// addTo adds a rule's curve in the n-th colour.
func (r *Result) addTo(p *plot.Plot, n int) error {
	curve := r.curve()
	if len(curve.XYs) == 0 {
		return nil
	}
	line, marks, err := plotter.NewLinePoints(curve)
	if err != nil {
		return err
	}
	bars, err := plotter.NewYErrorBars(curve)
	if err != nil {
		return err
	}
	color := figure.Colors[n%len(figure.Colors)]
	line.Color, line.Width, bars.Color = color, vg.Points(1.2), color
	marks.GlyphStyle = draw.GlyphStyle{Color: color, Radius: vg.Points(2), Shape: draw.CircleGlyph{}}
	p.Add(line, bars, marks)
	p.Legend.Add(r.Rule, line, marks)
	return nil
}

// curve is the mean over runs, epoch by epoch, of as many as all runs have.
func (r *Result) curve() (c points) {
	for epoch := range epochs(r.Runs) {
		values := make([]float64, len(r.Runs))
		for i := range r.Runs {
			values[i] = r.Runs[i].Curve[epoch].TestAccuracy
		}
		spread := newSpread(values)
		deviation := 0.0
		if spread.Deviation != nil {
			deviation = *spread.Deviation
		}
		c.XYs = append(c.XYs, plotter.XY{X: float64(epoch + 1), Y: spread.Mean})
		c.YErrors = append(c.YErrors, struct{ Low, High float64 }{deviation, deviation})
	}
	return c
}

func epochs(runs []Run) (fewest int) {
	for i := range runs {
		if n := len(runs[i].Curve); i == 0 || n < fewest {
			fewest = n
		}
	}
	return fewest
}
