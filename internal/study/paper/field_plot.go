package paper

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/palette"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The library's heat maps, fields and colour bars are not used: as SVG, the first
// and the last become pictures that viewers stretch otherwise, and the second gets
// lines as thick as it is scaled.

// lengths are those of one of the gradients over the grid, as decimal logarithms of
// seconds.
type lengths struct {
	grid [][]place
	of   func(*place) *compared
}

// at is the length at a place, NaN where the neuron is silent.
func (l lengths) at(p *place) float64 {
	if norm := l.of(p).norm(); norm > 0 {
		return math.Log10(norm)
	}
	return math.NaN()
}

// bounds are the smallest and the largest.
func (l lengths) bounds() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, row := range l.grid {
		for i := range row {
			if z := l.at(&row[i]); !math.IsNaN(z) {
				low, high = min(low, z), max(high, z)
			}
		}
	}
	if low > high {
		return -1, 0 // the neuron is silent everywhere
	}
	return low, high
}

// cells draws each place of the grid in the colour of its length.
type cells struct {
	lengths
	colors palette.ColorMap
}

// seam is how far a cell reaches into its neighbours, so that nothing shines
// through between them.
const seam = 0.2

// Plot implements plot.Plotter.
func (s cells) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	half := (s.grid[0][1].weights[0] - s.grid[0][0].weights[0]) / 2
	for _, row := range s.grid {
		for i := range row {
			w := row[i].weights
			color, err := s.colors.At(s.at(&row[i]))
			if err != nil {
				continue // silent
			}
			fill(c, color, x(w[0]-half), y(w[1]-half), x(w[0]+half), y(w[1]+half))
		}
	}
}

// fill fills a rectangle, and a little more on two of its sides.
func fill(c draw.Canvas, color color.Color, left, bottom, right, top vg.Length) {
	right, top = right+vg.Points(seam), top+vg.Points(seam)
	c.FillPolygon(color, []vg.Point{{X: left, Y: bottom}, {X: right, Y: bottom}, {X: right, Y: top}, {X: left, Y: top}})
}

// mostArrows are drawn in each direction, about.
const mostArrows = 15

// arrows draws the direction of the gradient at one of every few places.
type arrows struct {
	lengths
	every int
}

// Plot implements plot.Plotter.
func (a arrows) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	spacing := float64(a.every) * (a.grid[0][1].weights[0] - a.grid[0][0].weights[0])
	half := 0.4 * (x(spacing) - x(0))
	style := draw.LineStyle{Color: color.Gray{Y: 30}, Width: vg.Points(0.7)}
	for row := a.every / 2; row < len(a.grid); row += a.every {
		for column := a.every / 2; column < len(a.grid); column += a.every {
			place := &a.grid[row][column]
			if v := a.of(place).weights; v.norm() > 0 {
				arrow(c, style, vg.Point{X: x(place.weights[0]), Y: y(place.weights[1])}, math.Atan2(v[1], v[0]), half)
			}
		}
	}
}

// arrow draws one through a point, so far to both sides.
func arrow(c draw.Canvas, style draw.LineStyle, at vg.Point, angle float64, half vg.Length) {
	along := func(from vg.Point, angle float64, length vg.Length) vg.Point {
		return from.Add(vg.Point{X: vg.Length(math.Cos(angle)), Y: vg.Length(math.Sin(angle))}.Scale(length))
	}
	const barb = 2.6 // radians from the direction of the arrow
	tip := along(at, angle, half)
	c.StrokeLines(style, []vg.Point{along(at, angle, -half), tip})
	c.StrokeLines(style, []vg.Point{along(tip, angle+barb, 0.7*half), tip, along(tip, angle-barb, 0.7*half)})
}

// scale draws the colours of lengths from left to right.
type scale struct{ colors palette.ColorMap }

// scaleSteps is the number of colours drawn.
const scaleSteps = 120

// Plot implements plot.Plotter.
func (s scale) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	step := (s.colors.Max() - s.colors.Min()) / scaleSteps
	for n := range scaleSteps {
		from := s.colors.Min() + float64(n)*step
		if color, err := s.colors.At(from + step/2); err == nil {
			fill(c, color, x(from), y(0), x(from+step), y(1))
		}
	}
}
