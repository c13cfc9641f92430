package sweep

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
)

// parallelCoordinates has an upright axis for each setting and one for the accuracy, and a line for each point, darker for
// higher accuracies.
func (r *Report) parallelCoordinates(scales []*scale) (figure.Picture, error) {
	p := figure.Blank(r.title("each line a point, darker with a higher test accuracy"))
	p.HideAxes()
	low, high := r.accuracies()
	points := r.finished()
	slices.SortStableFunc(points, func(a, b *Point) int { // the best are drawn last
		return cmp.Compare(a.TestAccuracy.Mean, b.TestAccuracy.Mean)
	})
	for _, point := range points {
		share := (point.TestAccuracy.Mean - low) / (high - low)
		var way plotter.XYs
		for k, s := range scales {
			way = append(way, plotter.XY{X: float64(k), Y: s.share(s.index(point.Value(s.name)))})
		}
		way = append(way, plotter.XY{X: float64(len(scales)), Y: share})
		if err := addLine(p, way, darker(share), 0.8+0.8*share); err != nil {
			return figure.Picture{}, err
		}
	}
	for k, s := range scales {
		if err := s.drawAxis(p, k); err != nil {
			return figure.Picture{}, err
		}
	}
	last := &scale{name: "test accuracy (%)", levels: []level{{fmt.Sprintf("%.1f", low), low}, {fmt.Sprintf("%.1f", high), high}}}
	if err := last.drawAxis(p, len(scales)); err != nil {
		return figure.Picture{}, err
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -0.4, float64(len(scales))+0.4, -0.05, 1.12
	return figure.Picture{Drawing: p, Width: max(width, 1.4*vg.Inch*vg.Length(len(scales)+1)), Height: 4.5 * vg.Inch}, nil
}

// darker is a blue that is seen on white, the darker the larger the share.
func darker(share float64) color.Color {
	const steps, palest = 101, 25
	return figure.Shades(steps).Colors()[palest+int(share*(steps-1-palest))]
}

func addLine(p *plot.Plot, points plotter.XYs, ink color.Color, thickness float64) error {
	line, err := plotter.NewLine(points)
	if err != nil {
		return err
	}
	line.Color, line.Width = ink, vg.Points(thickness)
	p.Add(line)
	return nil
}

// mostOnAnAxis is the number of levels that an axis has names for.
const mostOnAnAxis = 6

// drawAxis draws the k-th axis with its name above and its levels on its left.
func (s *scale) drawAxis(p *plot.Plot, k int) error {
	x := float64(k)
	if err := addLine(p, plotter.XYs{{X: x, Y: 0}, {X: x, Y: 1}}, figure.Grey, 1); err != nil {
		return err
	}
	var labels plotter.XYLabels
	for i := range s.levels {
		if len(s.levels) > mostOnAnAxis && i > 0 && i < len(s.levels)-1 {
			continue // the ends say enough
		}
		labels.XYs = append(labels.XYs, plotter.XY{X: x - 0.03, Y: s.share(i)})
		labels.Labels = append(labels.Labels, s.levels[i].text)
	}
	const size = 9
	if err := addLabels(p, labels, color.Black, vg.Points(size), text.XRight); err != nil {
		return err
	}
	name := plotter.XYLabels{XYs: plotter.XYs{{X: x, Y: 1.07}}, Labels: []string{s.name}}
	return addLabels(p, name, color.Black, vg.Points(size+1), draw.XCenter)
}
