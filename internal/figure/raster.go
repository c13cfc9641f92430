package figure

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Raster draws every point (time, row) as an upright stroke, as high as its row
// or as Lowest if rows are lower than that.
type Raster struct {
	plotter.XYs
	draw.LineStyle
	Lowest vg.Length
}

// Strokes leave a gap between rows. strokesOfAPath of them make one element of an SVG.
const (
	strokeHeight   = 0.7 // rows
	strokesOfAPath = 4096
)

// Plot implements plot.Plotter.
func (r *Raster) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	half := max(r.Lowest, strokeHeight*(y(1)-y(0))) / 2
	c.SetLineStyle(r.LineStyle)
	var path vg.Path
	for i, point := range r.XYs {
		at, row := x(point.X), y(point.Y)
		path.Move(vg.Point{X: at, Y: row - half})
		path.Line(vg.Point{X: at, Y: row + half})
		if (i+1)%strokesOfAPath == 0 {
			c.Stroke(path)
			path = nil
		}
	}
	if len(path) > 0 {
		c.Stroke(path)
	}
}
