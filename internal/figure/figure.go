package figure

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Colors are told apart by everybody (Okabe and Ito, "Color Universal Design",
// 2008), in the order in which to use them.
var Colors = []color.RGBA{
	{R: 0, G: 114, B: 178, A: 255},   // blue
	{R: 213, G: 94, B: 0, A: 255},    // vermilion
	{R: 0, G: 158, B: 115, A: 255},   // green
	{R: 204, G: 121, B: 167, A: 255}, // purple
	{R: 230, G: 159, B: 0, A: 255},   // orange
	{R: 86, G: 180, B: 233, A: 255},  // sky blue
}

// New returns an empty plot with the project's fonts and a light grid.
func New(title string) *plot.Plot {
	p := Blank(title)
	grid := plotter.NewGrid()
	grid.Vertical.Color, grid.Horizontal.Color = color.Gray{Y: 225}, color.Gray{Y: 225}
	p.Add(grid)
	return p
}

// Blank returns an empty plot with the project's fonts.
func Blank(title string) *plot.Plot {
	p := plot.New()
	p.Title.Text = title
	p.Title.Padding = vg.Points(8)
	for _, style := range []*draw.TextStyle{&p.Title.TextStyle, &p.Legend.TextStyle, &p.X.Tick.Label, &p.Y.Tick.Label} {
		style.Font.Size, style.Font.Variant = vg.Points(10), "Sans"
	}
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font.Size, axis.Label.TextStyle.Font.Variant = vg.Points(11), "Sans"
		axis.Label.Padding = vg.Points(4)
		axis.Tick.Marker = Ticks{Most: 8}
	}
	p.Legend.Padding = vg.Points(3)
	return p
}

// Drawing draws itself: a plot, or several.
type Drawing interface{ Draw(draw.Canvas) }

// Picture is a drawing with its size.
type Picture struct {
	Drawing
	Width, Height vg.Length
}
