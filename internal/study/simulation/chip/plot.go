package chip

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
)

// MeshPicture draws the mesh: cores by what they did, links by what crossed them, in a second of biological time.
func (c *Chip) MeshPicture(title string) figure.Picture {
	return c.Picture.RateMap(c.state.Total, title, c.reached())
}

// named is how many of the busiest cores and links have a colour and a name; the others are grey.
const named = 3

// TimePicture draws what cores do and links carry over time: each by a line, the busiest ones in colour.
func (c *Chip) TimePicture(title string) (figure.Picture, error) {
	var cores, links []curve
	for core := range c.state.Total.Cores {
		name := fmt.Sprintf("core %d at %s", core, at(c.Picture.Placement.Cores[core].Position))
		cores = append(cores, c.curve(name, func(i *Interval) int64 { return i.Cores[core].Operations }))
	}
	n := 0
	c.state.Total.Links.Each(func(from placement.Position, d mesh.Direction, _ *mesh.Link) {
		link := n
		n++
		links = append(links, c.curve("link "+name(from, d), func(i *Interval) int64 { return i.Packets[link] }))
	})
	var stack figure.Stack
	for _, panel := range []struct {
		title, y string
		curves   []curve
	}{{title, "k operations/s", cores}, {"", "k packets/s", links}} {
		p := figure.New(panel.title)
		p.Y.Label.Text, p.X.Min, p.X.Max, p.Y.Min = panel.y, 0, c.reached(), 0
		p.Legend.Top = true
		if err := draw(p, panel.curves); err != nil {
			return figure.Picture{}, err
		}
		p.Y.Max *= 1.4 // room for the legend
		stack = append(stack, figure.Panel{Plot: p, Share: 1})
	}
	stack[len(stack)-1].Plot.X.Label.Text = "time (s)"
	return figure.Picture{Drawing: stack, Width: 7.5 * vg.Inch, Height: 5 * vg.Inch}, nil
}

// curve is a quantity over time.
type curve struct {
	name   string
	sum    int64
	points plotter.XYs // thousands in a second of biological time
}

func (c *Chip) curve(name string, of func(*Interval) int64) curve {
	drawn := curve{name: name}
	for i := range c.state.Intervals {
		interval := &c.state.Intervals[i]
		n := of(interval)
		y := float64(n) / (interval.End - interval.Begin) / 1000
		drawn.sum += n
		drawn.points = append(drawn.points, plotter.XY{X: interval.Begin, Y: y}, plotter.XY{X: interval.End, Y: y})
	}
	return drawn
}

// draw draws curves, the busiest last.
func draw(p *plot.Plot, curves []curve) error {
	slices.SortStableFunc(curves, func(x, y curve) int { return cmp.Compare(y.sum, x.sum) })
	for i, drawn := range slices.Backward(curves) {
		line := figure.Line{Points: drawn.points, Color: color.Gray{Y: 190}, Width: 0.5}
		if i < named {
			line = figure.Line{Name: drawn.name, Points: drawn.points, Color: figure.Colors[i], Width: 1.2}
		}
		if err := line.AddTo(p); err != nil {
			return err
		}
	}
	return nil
}
