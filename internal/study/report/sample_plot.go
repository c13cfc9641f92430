package report

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
)

// Sizes of a raster.
const (
	rasterWidth   = 7.5 * vg.Inch
	smallestPanel = 0.9 * vg.Inch
	largestPanel  = 2.6 * vg.Inch
	roomOfARow    = 0.2 * vg.Inch  // where there are few
	roomOfAxis    = 0.35 * vg.Inch // below the last panel, and for the title
)

const milliseconds = 1000 // of a second

// raster draws the sample's spikes, population above population, the input on top.
func (m *material) raster(s *Sample) (*drawing, error) {
	var stack figure.Stack
	height := vg.Length(0)
	last := len(s.Populations) - 1
	for population := range s.Populations {
		p := m.panel(&s.Populations[population], population)
		room := min(largestPanel, max(smallestPanel, vg.Length(s.Populations[population].Neurons)*roomOfARow))
		if population == 0 {
			p.Title.Text = m.sampleTitle()
			room += roomOfAxis
		}
		if population == last {
			p.X.Label.Text = "time (ms)"
			room += roomOfAxis
		}
		height += room
		stack = append(stack, figure.Panel{Plot: p, Share: float64(room)})
	}
	alt := fmt.Sprintf("Raster plot of %s.", m.sampleTitle())
	for i := range s.Populations {
		alt += fmt.Sprintf(" %s: %d spikes of %d among %d neurons.", s.Populations[i].Name, s.Populations[i].Spikes, s.Populations[i].Active, s.Populations[i].Neurons)
	}
	return &drawing{
		name: "raster", Picture: figure.Picture{Drawing: stack, Width: rasterWidth, Height: height}, Alt: alt,
	}, nil
}

// panel is one population's part of the raster.
func (m *material) panel(s *SamplePopulation, population int) *plot.Plot {
	p := figure.New("")
	p.Y.Label.Text = s.Name
	p.X.Padding, p.Y.Padding = 0, 0
	p.X.Min, p.X.Max = 0, milliseconds*m.trained.Config.Duration
	p.Y.Min, p.Y.Max = -0.5, float64(s.Neurons)-0.5
	p.Y.Tick.Marker = figure.Ticks{Most: 5, Whole: true}
	right := -1
	if population < len(m.trained.Sizes)-1 {
		p.X.Tick.Marker = figure.Unlabelled{Ticker: figure.Ticks{Most: 10}}
	} else {
		p.X.Tick.Marker = figure.Ticks{Most: 10}
		right = m.sample.Outcome.Label
		m.nameClasses(p)
	}
	var others, rights plotter.XYs
	for _, spike := range m.sample.Spikes[population] {
		point := plotter.XY{X: milliseconds * spike.Time, Y: float64(spike.Source)}
		switch {
		case int(spike.Source) == right:
			rights = append(rights, point)
		case int(spike.Source)%s.Every == 0:
			others = append(others, point)
		}
	}
	p.Add(strokes(others, figure.Colors[0]), strokes(rights, figure.Colors[1]))
	return p
}

func strokes(points plotter.XYs, ink color.Color) *figure.Raster {
	return &figure.Raster{XYs: points, Lowest: vg.Points(2.5), LineStyle: draw.LineStyle{Color: ink, Width: vg.Points(0.8)}}
}

// mostNamedClasses is the number of classes whose names have room beside the output's panel.
const mostNamedClasses = 20

// nameClasses puts the classes' names at the output neurons, and a faint line at
// the one that is right.
func (m *material) nameClasses(p *plot.Plot) {
	classes := m.trained.Sizes[len(m.trained.Sizes)-1]
	if classes > mostNamedClasses {
		return
	}
	ticks := make([]plot.Tick, classes)
	for i := range ticks {
		ticks[i] = plot.Tick{Value: float64(i), Label: m.class(i)}
	}
	p.Y.Tick.Marker = plot.ConstantTicks(ticks)
}
