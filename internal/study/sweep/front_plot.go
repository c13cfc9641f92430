package sweep

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
)

// units are what costs are written in, from the largest on.
var units = []struct {
	size float64
	name string
}{{1e6, "M"}, {1e3, "k"}, {1, ""}, {1e-3, "m"}, {1e-6, "µ"}, {1e-9, "n"}, {1e-12, "p"}}

// frontsPicture has a panel for each cost: all points, and the front among them with the points' numbers.
func (r *Report) frontsPicture() (figure.Picture, error) {
	finished := r.finished()
	var row []*plot.Plot
	for i, cost := range Costs() {
		p := figure.New("")
		if err := drawFront(p, finished, cost); err != nil {
			return figure.Picture{}, err
		}
		if i == 0 {
			p.Y.Label.Text = "test accuracy (%)"
		}
		row = append(row, p)
	}
	panels := &figure.Panels{Title: r.title("Pareto fronts, by number of point"), Rows: [][]*plot.Plot{row}}
	return figure.Picture{Drawing: panels, Width: 13 * vg.Inch, Height: 4 * vg.Inch}, nil
}

func drawFront(p *plot.Plot, points []*Point, cost Cost) error {
	results := resultsOf(points, cost)
	most := 0.0
	for _, r := range results {
		most = max(most, r.cost)
	}
	unit := units[len(units)-1]
	for _, u := range units {
		if most >= u.size {
			unit = u
			break
		}
	}
	p.X.Label.Text = cost.Name + " a training sample"
	if name := unit.name; cost.Unit != "" {
		p.X.Label.Text += fmt.Sprintf(" (%s%s, estimate)", name, cost.Unit)
	} else if name != "" {
		p.X.Label.Text += " (" + name + ")"
	}
	p.X.Tick.Marker = figure.Ticks{Most: 5}
	others := figure.Line{Color: figure.Grey, Mark: draw.CircleGlyph{}, Radius: 2}
	best := figure.Line{Color: figure.Colors[1], Width: 1.2, Mark: draw.CircleGlyph{}, Radius: 3}
	var labels plotter.XYLabels
	for i, isOn := range front(results) {
		at := plotter.XY{X: results[i].cost / unit.size, Y: results[i].accuracy}
		if !isOn {
			others.Points = append(others.Points, at)
			continue
		}
		best.Points = append(best.Points, at)
		labels.XYs = append(labels.XYs, at)
		labels.Labels = append(labels.Labels, fmt.Sprintf("  %d", points[i].Number))
	}
	slices.SortFunc(best.Points, func(a, b plotter.XY) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	for _, line := range []figure.Line{others, best} {
		if err := line.AddTo(p); err != nil {
			return err
		}
	}
	return addLabels(p, labels, color.Black, vg.Points(9), draw.XLeft)
}
