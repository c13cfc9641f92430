package figure

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Lines that are no data.
var (
	Grey   = color.Gray{Y: 110}
	Dashed = []vg.Length{vg.Points(5), vg.Points(3)}
	Dotted = []vg.Length{vg.Points(1.5), vg.Points(2.5)}
)

// Line is points with a line through them, marks on them, and bars at them: any of
// the three.
type Line struct {
	Name   string // in the legend, which has no line for an empty one
	Points plotter.XYs
	Color  color.Color

	Width  float64 // of the line in points; 0 is none
	Dashes []vg.Length

	Mark   draw.GlyphDrawer                 // or nil
	Radius float64                          // of the marks, in points
	MarkOf func(point int) draw.GlyphDrawer // in place of Mark, which the legend has; or nil

	Bars plotter.YErrors // from below each point to above it, or none
}

// AddTo adds the line to a plot and its legend; without points, nothing.
func (l Line) AddTo(p *plot.Plot) error {
	if len(l.Points) == 0 {
		return nil
	}
	line, marks, err := plotter.NewLinePoints(l.Points)
	if err != nil {
		return err
	}
	if l.Bars != nil {
		bars, err := plotter.NewYErrorBars(struct {
			plotter.XYs
			plotter.YErrors
		}{l.Points, l.Bars})
		if err != nil {
			return err
		}
		bars.Color = l.Color
		p.Add(bars)
	}
	var shown []plot.Thumbnailer
	if l.Width > 0 {
		line.Color, line.Width, line.Dashes = l.Color, vg.Points(l.Width), l.Dashes
		p.Add(line)
		shown = append(shown, line)
	}
	if l.Mark != nil {
		marks.GlyphStyle = draw.GlyphStyle{Color: l.Color, Radius: vg.Points(l.Radius), Shape: l.Mark}
		if l.MarkOf != nil {
			marks.GlyphStyleFunc = func(point int) draw.GlyphStyle {
				return draw.GlyphStyle{Color: l.Color, Radius: vg.Points(l.Radius), Shape: l.MarkOf(point)}
			}
		}
		p.Add(marks)
		shown = append(shown, marks)
	}
	if l.Name != "" {
		p.Legend.Add(l.Name, shown...)
	}
	return nil
}
