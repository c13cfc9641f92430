package figure

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
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

// SVG is the picture as vector graphics.
func (p Picture) SVG() ([]byte, error) {
	canvas := vgsvg.New(p.Width, p.Height)
	p.drawIn(canvas)
	var content bytes.Buffer
	if _, err := canvas.WriteTo(&content); err != nil {
		return nil, fmt.Errorf("figure: %w", err)
	}
	return withOtherFonts(content.Bytes()), nil
}

// PixelsPerInch is the resolution of PNG.
const PixelsPerInch = 150

// PNG is the picture as pixels, packed fast: flat colors pack as well that way.
func (p Picture) PNG() ([]byte, error) {
	canvas := vgimg.NewWith(vgimg.UseWH(p.Width, p.Height), vgimg.UseDPI(PixelsPerInch))
	p.drawIn(canvas)
	var content bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&content, canvas.Image()); err != nil {
		return nil, fmt.Errorf("figure: %w", err)
	}
	return content.Bytes(), nil
}

// margin is free space around a picture; titles and labels reach to its edges.
const margin = 6

func (p Picture) drawIn(canvas vg.CanvasSizer) {
	p.Draw(draw.Crop(draw.New(canvas), margin, -margin, margin, -margin))
}
