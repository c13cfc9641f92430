package figure

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Panel is a plot in a stack.
type Panel struct {
	Plot  *plot.Plot
	Share float64 // of the stack's height, relative to the other panels'
}

// Stack is plots one above the other whose axes begin and end at the same places,
// so that what happens at one time stands on one line.
type Stack []Panel

// Draw draws the panels from the top down.
func (s Stack) Draw(c draw.Canvas) {
	c.SetColor(color.White)
	c.Fill(c.Rectangle.Path())
	canvases := s.canvases(c)
	left, right := vg.Length(0), vg.Length(0) // the widest margins
	for i, panel := range s {
		data := panel.Plot.DataCanvas(canvases[i])
		left, right = max(left, data.Min.X-c.Min.X), max(right, c.Max.X-data.Max.X)
	}
	for i, panel := range s {
		data := panel.Plot.DataCanvas(canvases[i])
		panel.Plot.Draw(draw.Crop(canvases[i], left-(data.Min.X-c.Min.X), (c.Max.X-data.Max.X)-right, 0, 0))
	}
}

// canvases shares the height out among the panels.
func (s Stack) canvases(c draw.Canvas) []draw.Canvas {
	total := 0.0
	for _, panel := range s {
		total += panel.Share
	}
	height, canvases, top := c.Max.Y-c.Min.Y, make([]draw.Canvas, len(s)), c.Max.Y
	for i, panel := range s {
		bottom := top - height*vg.Length(panel.Share/total)
		canvases[i] = draw.Crop(c, 0, 0, bottom-c.Min.Y, top-c.Max.Y)
		top = bottom
	}
	return canvases
}
