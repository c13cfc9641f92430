package figure

import (
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Panels are several plots as one picture, side by side in rows of the same
// length, with their axes aligned. A place may be nil and stays empty.
type Panels struct {
	Title string // above all; may have several lines
	Rows  [][]*plot.Plot
	// Strip, if there is one, is drawn below the rows and as wide as all of
	// them: a colour bar.
	Strip       *plot.Plot
	StripHeight vg.Length
	// Right is left free beside the rows, for legends that are moved there.
	Right vg.Length
}

// gap is between the panels.
const gap = 10

// lineSpacing is the distance of two lines of a title, relative to the size of the font.
const lineSpacing = 1.3

// drawTitle writes a title on top of the canvas, and returns what is left of it.
func drawTitle(c draw.Canvas, title string) draw.Canvas {
	style := New("").Title.TextStyle
	style.XAlign, style.YAlign = draw.XCenter, draw.YTop
	for line := range strings.SplitSeq(title, "\n") {
		c.FillText(style, vg.Point{X: c.Center().X, Y: c.Max.Y}, line)
		c = draw.Crop(c, 0, 0, 0, -lineSpacing*style.Font.Size)
	}
	return draw.Crop(c, 0, 0, 0, -vg.Points(gap))
}

// Draw implements Drawing.
func (p *Panels) Draw(c draw.Canvas) {
	c.SetColor(plot.New().BackgroundColor)
	c.Fill(c.Rectangle.Path())
	if p.Title != "" {
		c = drawTitle(c, p.Title)
	}
	if p.Strip != nil {
		p.Strip.Draw(draw.Crop(c, 0, 0, 0, p.StripHeight-c.Size().Y))
		c = draw.Crop(c, 0, 0, p.StripHeight+vg.Points(gap), 0)
	}
	c = draw.Crop(c, 0, -p.Right, 0, 0)
	tiles := draw.Tiles{Rows: len(p.Rows), Cols: len(p.Rows[0]), PadX: vg.Points(1.5 * gap), PadY: vg.Points(gap)}
	for row, canvases := range plot.Align(p.Rows, tiles, c) {
		for column, panel := range p.Rows[row] {
			if panel != nil {
				panel.Draw(canvases[column])
			}
		}
	}
}
