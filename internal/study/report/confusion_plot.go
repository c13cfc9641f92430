package report

import (
	"fmt"
	"image/color"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
)

// mostWrittenCounts is the number of classes up to which a matrix has its counts written in
// it, and names all classes.
const mostWrittenCounts = 50

// Sizes of the picture of a matrix.
const (
	matrixMargin   = 1.1 * vg.Inch
	largestMatrix  = 9 * vg.Inch
	smallestMatrix = 3 * vg.Inch
	roomOfAClass   = 0.42 * vg.Inch
	widthOfALetter = 0.08 * vg.Inch
)

// matrixCells has the shares of the rows, with the first class on top. It
// implements plotter.GridXYZ.
type matrixCells struct{ *Confusion }

// Dims implements plotter.GridXYZ.
func (c matrixCells) Dims() (columns, rows int) { return len(c.Classes), len(c.Classes) }

// X implements plotter.GridXYZ.
func (c matrixCells) X(column int) float64 { return float64(column) }

// Y implements plotter.GridXYZ.
func (c matrixCells) Y(row int) float64 { return float64(row) }

// Z implements plotter.GridXYZ.
func (c matrixCells) Z(column, row int) float64 {
	class := len(c.Classes) - 1 - row
	if c.Classes[class].Samples == 0 {
		return 0
	}
	return float64(c.Counts[class][column]) / float64(c.Classes[class].Samples)
}

// drawing is the matrix with shades for shares, and counts where there is room.
func (c *Confusion) drawing() (*drawing, error) {
	p := figure.New(fmt.Sprintf("%d test samples, %.2f %% right", c.Samples, percent(c.Right, c.Samples)))
	p.X.Label.Text, p.Y.Label.Text = "taken for", "class"
	p.X.Padding, p.Y.Padding = 0, 0
	side := min(largestMatrix, max(smallestMatrix, vg.Length(len(c.Classes))*roomOfAClass))
	ticks := c.ticks()
	p.X.Tick.Marker, p.Y.Tick.Marker = ticks, reversed(ticks, len(c.Classes))
	if vg.Length(longestName(c.Classes))*widthOfALetter > side/vg.Length(len(c.Classes)) {
		p.X.Tick.Label.Rotation, p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = 0.9, draw.XRight, draw.YCenter
	}
	if len(c.Classes) > 1 { // of a single one a map has no size
		heat := plotter.NewHeatMap(matrixCells{c}, figure.Shades(101))
		heat.Min, heat.Max = 0, 1
		p.Add(heat)
	}
	if err := c.addCounts(p, side/vg.Length(len(c.Classes))); err != nil {
		return nil, err
	}
	edge := float64(len(c.Classes)) - 0.5
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -0.5, edge, -0.5, edge
	return &drawing{
		name: "confusion", Picture: figure.Picture{Drawing: p, Width: side + matrixMargin, Height: side + matrixMargin},
		Alt: fmt.Sprintf("Confusion matrix of %d classes: %d of %d test samples on the diagonal.", len(c.Classes), c.Right, c.Samples),
	}, nil
}

// ticks name the classes, or one of every few where there are many.
func (c *Confusion) ticks() plot.ConstantTicks {
	step := (len(c.Classes)-1)/mostWrittenCounts + 1
	var ticks []plot.Tick
	for i := 0; i < len(c.Classes); i += step {
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: c.Classes[i].Name})
	}
	return ticks
}

// reversed has the first tick on top.
func reversed(ticks plot.ConstantTicks, classes int) plot.ConstantTicks {
	turned := make([]plot.Tick, len(ticks))
	for i, t := range ticks {
		turned[i] = plot.Tick{Value: float64(classes-1) - t.Value, Label: t.Label}
	}
	return turned
}

func longestName(classes []Class) (letters int) {
	for i := range classes {
		letters = max(letters, len(classes[i].Name))
	}
	return letters
}

// addCounts writes the counts into cells of some size, in white where it is dark.
func (c *Confusion) addCounts(p *plot.Plot, size vg.Length) error {
	if len(c.Classes) > mostWrittenCounts {
		return nil
	}
	cells := matrixCells{c}
	for _, ink := range []struct {
		color color.Color
		dark  bool
	}{{color.Black, false}, {color.White, true}} {
		var points plotter.XYLabels
		for i, row := range c.Counts {
			for k, n := range row {
				y := len(c.Classes) - 1 - i
				if n == 0 || (cells.Z(k, y) > 0.4) != ink.dark {
					continue
				}
				points.XYs = append(points.XYs, plotter.XY{X: float64(k), Y: float64(y)})
				points.Labels = append(points.Labels, strconv.Itoa(n))
			}
		}
		labels, err := plotter.NewLabels(points)
		if err != nil {
			return err
		}
		for i := range labels.TextStyle {
			style := &labels.TextStyle[i]
			*style = text.Style{Color: ink.color, Font: p.X.Tick.Label.Font, XAlign: draw.XCenter, YAlign: draw.YCenter, Handler: style.Handler}
			style.Font.Size = min(vg.Points(9), size/vg.Length(max(3, len(points.Labels[i])))*1.4)
		}
		p.Add(labels)
	}
	return nil
}
