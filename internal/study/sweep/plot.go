package sweep

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
)

// width of the pictures.
const width = 6.5 * vg.Inch

// title says what a picture is of.
func (r *Report) title(what string) string {
	c := &r.Points[0].Config
	of := ""
	if r.Seeds > 1 {
		of = fmt.Sprintf(", means of %d seeds", r.Seeds)
	}
	return fmt.Sprintf("%s: %s%s", c.Dataset, what, of)
}

// picture is the test accuracy over the settings: as a curve over one, a heat map over a grid of two, and parallel
// coordinates otherwise.
func (r *Report) picture() (figure.Picture, error) {
	scales := make([]*scale, len(r.Settings))
	for i, name := range r.Settings {
		scales[i] = r.scaleOf(name)
	}
	switch {
	case len(scales) == 1:
		return r.curve(scales[0])
	case len(scales) == 2 && r.Random == 0 && len(scales[0].levels) > 1 && len(scales[1].levels) > 1:
		return r.heatMap(scales[0], scales[1])
	}
	return r.parallelCoordinates(scales)
}

// ticks name the levels at their places, or one of every few where there are many.
func (s *scale) ticks() plot.ConstantTicks {
	step := (len(s.levels)-1)/mostNamed + 1
	var ticks []plot.Tick
	for i := 0; i < len(s.levels); i += step {
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: s.levels[i].text})
	}
	return ticks
}

// curve is the accuracy over one setting, with bars of a standard deviation.
func (r *Report) curve(s *scale) (figure.Picture, error) {
	p := figure.New(r.title("test accuracy"))
	p.X.Label.Text, p.Y.Label.Text = s.name, "test accuracy (%)"
	line := figure.Line{Color: figure.Colors[0], Width: 1.2, Mark: draw.CircleGlyph{}, Radius: 2.5}
	of := make([]*Point, len(s.levels))
	for _, point := range r.finished() {
		of[s.index(point.Value(s.name))] = point
	}
	for i, point := range of {
		if point == nil {
			continue
		}
		line.Points = append(line.Points, plotter.XY{X: float64(i), Y: point.TestAccuracy.Mean})
		bar := 0.0
		if d := point.TestAccuracy.Deviation; d != nil {
			bar = *d
		}
		line.Bars = append(line.Bars, struct{ Low, High float64 }{bar, bar})
	}
	if err := line.AddTo(p); err != nil {
		return figure.Picture{}, err
	}
	p.X.Tick.Marker = s.ticks()
	p.X.Min, p.X.Max = -0.5, float64(len(s.levels))-0.5
	return figure.Picture{Drawing: p, Width: width, Height: 4.5 * vg.Inch}, nil
}

// cells has the mean test accuracy at each point of a grid, NaN where no run has finished. It implements plotter.GridXYZ.
type cells [][]float64

// Dims implements plotter.GridXYZ.
func (c cells) Dims() (columns, rows int) { return len(c[0]), len(c) }

// X implements plotter.GridXYZ.
func (c cells) X(column int) float64 { return float64(column) }

// Y implements plotter.GridXYZ.
func (c cells) Y(row int) float64 { return float64(row) }

// Z implements plotter.GridXYZ.
func (c cells) Z(column, row int) float64 { return c[row][column] }

// accuracies are the lowest and the highest one, not the same.
func (r *Report) accuracies() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, p := range r.finished() {
		low, high = min(low, p.TestAccuracy.Mean), max(high, p.TestAccuracy.Mean)
	}
	if low == high {
		low = high - 1
	}
	return low, high
}

// heatMap has a cell for each point of a grid of two settings.
func (r *Report) heatMap(y, x *scale) (figure.Picture, error) {
	grid := make(cells, len(y.levels))
	for row := range grid {
		grid[row] = make([]float64, len(x.levels))
		for column := range grid[row] {
			grid[row][column] = math.NaN()
		}
	}
	for _, p := range r.finished() {
		grid[y.index(p.Value(y.name))][x.index(p.Value(x.name))] = p.TestAccuracy.Mean
	}
	p := figure.Blank(r.title("test accuracy (%)"))
	p.X.Label.Text, p.Y.Label.Text = x.name, y.name
	p.X.Tick.Marker, p.Y.Tick.Marker = x.ticks(), y.ticks()
	p.X.Padding, p.Y.Padding = 0, 0
	heat := plotter.NewHeatMap(grid, figure.Shades(101))
	heat.Min, heat.Max = r.accuracies()
	p.Add(heat)
	if err := grid.write(p, heat.Min, heat.Max); err != nil {
		return figure.Picture{}, err
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -0.5, float64(len(x.levels))-0.5, -0.5, float64(len(y.levels))-0.5
	const row = 0.45 * vg.Inch
	return figure.Picture{Drawing: p, Width: width, Height: 1.4*vg.Inch + row*vg.Length(min(20, max(4, len(y.levels))))}, nil
}

// write writes the accuracies into their cells, in white where it is dark.
func (c cells) write(p *plot.Plot, low, high float64) error {
	columns, rows := c.Dims()
	for _, ink := range []struct {
		color  color.Color
		isDark bool
	}{{color.Black, false}, {color.White, true}} {
		var points plotter.XYLabels
		for row := range rows {
			for column := range columns {
				z := c.Z(column, row)
				if math.IsNaN(z) || (z-low > 0.4*(high-low)) != ink.isDark {
					continue
				}
				points.XYs = append(points.XYs, plotter.XY{X: float64(column), Y: float64(row)})
				points.Labels = append(points.Labels, fmt.Sprintf("%.1f", z))
			}
		}
		size := min(vg.Points(10), 0.8*width/vg.Length(columns)/vg.Length(len("100.0"))*1.6)
		if err := addLabels(p, points, ink.color, size, draw.XCenter); err != nil {
			return err
		}
	}
	return nil
}

// addLabels writes texts at points, centred from top to bottom.
func addLabels(p *plot.Plot, points plotter.XYLabels, ink color.Color, size vg.Length, align text.XAlignment) error {
	if len(points.Labels) == 0 {
		return nil
	}
	labels, err := plotter.NewLabels(points)
	if err != nil {
		return err
	}
	for i := range labels.TextStyle {
		style := &labels.TextStyle[i]
		*style = text.Style{Color: ink, Font: p.X.Tick.Label.Font, XAlign: align, YAlign: draw.YCenter, Handler: style.Handler}
		style.Font.Size = size
	}
	p.Add(labels)
	return nil
}
