package report

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/messages"
)

// gradeShades is the number of colours that grades have: as many negative ones as positive, and one around 0.
const gradeShades = 9

// gradeColor is the colour of a shade: blue for negative grades, grey around 0, vermilion for positive ones.
func gradeColor(shade int) color.RGBA {
	const middle = gradeShades / 2
	return figure.Diverging(float64(shade-middle) / middle)
}

// gradeShade is the shade of a grade, where those of at least a size have the outermost.
func gradeShade(grade, size float64) int {
	const middle = gradeShades / 2
	return middle + int(math.Round(middle*max(-1, min(1, grade/size))))
}

// largeGrade is the size that one in ten grades has at least, of those that are not 0; 0 where all are.
func largeGrade(spikes []messages.Spike) float64 {
	var sizes []float64
	for i := range spikes {
		if size := math.Abs(spikes[i].Grade); size > 0 {
			sizes = append(sizes, size)
		}
	}
	if len(sizes) == 0 {
		return 0
	}
	slices.Sort(sizes)
	return sizes[min(len(sizes)-1, 9*len(sizes)/10)]
}

// addGraded adds the spikes of every so many neurons to a panel, each in the colour of its grade, and says what the
// colours mean.
func addGraded(p *plot.Plot, spikes []messages.Spike, every int) {
	var points [gradeShades]plotter.XYs
	size := largeGrade(spikes)
	for _, spike := range spikes {
		if int(spike.Source)%every == 0 {
			shade := gradeShade(spike.Grade, size)
			points[shade] = append(points[shade], plotter.XY{X: milliseconds * spike.Time, Y: float64(spike.Source)})
		}
	}
	for shade := range points {
		raster := strokes(points[shade], gradeColor(shade))
		raster.Width = vg.Points(1.4)
		p.Add(raster)
	}
	p.Legend.Top = true
	for _, end := range []struct {
		name  string
		shade int
	}{{fmt.Sprintf("grade ≥ %.2g", size), gradeShades - 1}, {"0", gradeShades / 2}, {fmt.Sprintf("≤ −%.2g", size), 0}} {
		p.Legend.Add(end.name, swatch{gradeColor(end.shade)})
	}
}

// swatch is a coloured square of a legend.
type swatch struct{ color color.Color }

// Thumbnail implements plot.Thumbnailer.
func (s swatch) Thumbnail(c *draw.Canvas) {
	side := vg.Points(6)
	low := vg.Point{X: c.Max.X - side, Y: c.Center().Y - side/2}
	c.FillPolygon(s.color, []vg.Point{low, {X: c.Max.X, Y: low.Y}, {X: c.Max.X, Y: low.Y + side}, {X: low.X, Y: low.Y + side}})
}
