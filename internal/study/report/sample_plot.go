package report

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/messages"
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
	isOutput := population == len(m.trained.Sizes)-1
	p.X.Tick.Marker = figure.Unlabelled{Ticker: figure.Ticks{Most: 10}}
	if isOutput {
		p.X.Tick.Marker = figure.Ticks{Most: 10}
		m.nameClasses(p)
	}
	if spikes := m.sample.Spikes[population]; largeGrade(spikes) > 0 {
		addGraded(p, spikes, s.Every)
	} else {
		m.addPlain(p, spikes, s.Every, isOutput)
	}
	return p
}

// addPlain adds spikes without grades to a panel. Those of the right class have a colour of their own in the output.
func (m *material) addPlain(p *plot.Plot, spikes []messages.Spike, every int, isOutput bool) {
	var others, rights plotter.XYs
	for _, spike := range spikes {
		point := plotter.XY{X: milliseconds * spike.Time, Y: float64(spike.Source)}
		switch {
		case isOutput && int(spike.Source) == m.sample.Outcome.Label:
			rights = append(rights, point)
		case int(spike.Source)%every == 0:
			others = append(others, point)
		}
	}
	p.Add(strokes(others, figure.Colors[0]), strokes(rights, figure.Colors[1]))
}

func strokes(points plotter.XYs, ink color.Color) *figure.Raster {
	return &figure.Raster{XYs: points, Lowest: vg.Points(2.5), LineStyle: draw.LineStyle{Color: ink, Width: vg.Points(0.8)}}
}

// mostNamedClasses is the number of classes whose names have room beside the output's panel.
const mostNamedClasses = 20

// nameClasses puts the classes' names at the output neurons if there is room for them, and an arrow at the right one.
func (m *material) nameClasses(p *plot.Plot) {
	classes := m.trained.Sizes[len(m.trained.Sizes)-1]
	var ticks []plot.Tick
	for i := range classes {
		switch label := m.class(i); {
		case i == m.sample.Outcome.Label:
			ticks = append(ticks, plot.Tick{Value: float64(i), Label: "→ " + label})
		case classes <= mostNamedClasses:
			ticks = append(ticks, plot.Tick{Value: float64(i), Label: label})
		}
	}
	p.Y.Tick.Marker = plot.ConstantTicks(ticks)
}
