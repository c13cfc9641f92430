package closeup

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
)

const milliseconds = 1000 // of a second

// coursePicture has what arrives, potential and current one above the other, with one axis of time.
func (x *CloseUp) coursePicture() figure.Picture {
	arrivals, potential, current := x.panel("weight of arrivals"), x.panel("potential (1/s)"), x.panel("current (1/s)")
	arrivals.Title.Text = x.title()
	arrivals.Add(x.stems())
	x.addLine(potential, x.Sample.Potential)
	x.addLine(current, x.Sample.Current)
	x.addSpikes(potential)
	for _, upper := range []*plot.Plot{arrivals, potential} {
		upper.X.Tick.Marker = figure.Unlabelled{Ticker: figure.Ticks{Most: 10}}
	}
	current.X.Label.Text = "time (ms)"
	stack := figure.Stack{{Plot: arrivals, Share: 1.2}, {Plot: potential, Share: 1.6}, {Plot: current, Share: 1.2}}
	return figure.Picture{Drawing: stack, Width: 7.5 * vg.Inch, Height: 6 * vg.Inch}
}

func (x *CloseUp) panel(label string) *plot.Plot {
	p := figure.New("")
	p.Y.Label.Text = label
	p.X.Padding = 0
	p.X.Min, p.X.Max = 0, milliseconds*x.Sample.End
	p.X.Tick.Marker, p.Y.Tick.Marker = figure.Ticks{Most: 10}, figure.Ticks{Most: 5}
	return p
}

// addLine adds a course over time.
func (x *CloseUp) addLine(p *plot.Plot, values []float64) {
	line := &plotter.Line{LineStyle: draw.LineStyle{Color: figure.Colors[0], Width: vg.Points(1)}}
	for i, value := range values {
		line.XYs = append(line.XYs, plotter.XY{X: milliseconds * x.Sample.Times[i], Y: value})
	}
	p.Add(line)
}

// addSpikes adds the threshold, and marks where the neuron fires.
func (x *CloseUp) addSpikes(p *plot.Plot) {
	s := x.Sample
	threshold := &plotter.Line{
		XYs:       plotter.XYs{{X: 0, Y: s.Threshold}, {X: milliseconds * s.End, Y: s.Threshold}},
		LineStyle: draw.LineStyle{Color: figure.Grey, Width: vg.Points(1), Dashes: figure.Dashed},
	}
	fired := &plotter.Scatter{GlyphStyle: draw.GlyphStyle{Color: figure.Colors[1], Radius: vg.Points(2.5), Shape: draw.CircleGlyph{}}}
	for _, time := range s.Spikes {
		fired.XYs = append(fired.XYs, plotter.XY{X: milliseconds * time, Y: s.Threshold})
	}
	p.Add(threshold, fired)
	p.Legend.Top = true
	p.Y.Max = 1.3 * s.Threshold // with room for the legend
	p.Legend.Add("threshold", threshold)
	p.Legend.Add("own spikes", fired)
}

// stems are lines from 0 to the weights of arrivals, in the colours of their grades. They implement plot.Plotter and
// plot.DataRanger.
type stems struct {
	plotter.XYs
	grades  []float64
	largest float64
}

func (x *CloseUp) stems() *stems {
	s := &stems{grades: x.Sample.Incoming}
	for i, time := range x.Sample.Arrivals {
		s.XYs = append(s.XYs, plotter.XY{X: milliseconds * time, Y: x.Sample.Weights[i]})
		s.largest = max(s.largest, abs(s.grades[i]))
	}
	return s
}

// Plot implements plot.Plotter.
func (s *stems) Plot(c draw.Canvas, p *plot.Plot) {
	horizontal, vertical := p.Transforms(&c)
	style := draw.LineStyle{Width: vg.Points(1.2)}
	for i, point := range s.XYs {
		style.Color = figure.Diverging(s.grades[i] / max(s.largest, 1e-300))
		at := horizontal(point.X)
		c.StrokeLine2(style, at, vertical(0), at, vertical(point.Y))
	}
}

// DataRange implements plot.DataRanger: the stems begin at 0.
func (s *stems) DataRange() (left, right, low, high float64) {
	if len(s.XYs) == 0 {
		return 0, 1, 0, 1
	}
	left, right, low, high = plotter.XYRange(s.XYs)
	return left, right, min(low, 0), max(high, 0)
}

// pixels are the weights of an image's pixels, the first row on top. They implement plotter.GridXYZ.
type pixels struct {
	Image
	weights []float64
}

// Dims implements plotter.GridXYZ.
func (p pixels) Dims() (columns, rows int) { return p.Width, p.Height }

// Z implements plotter.GridXYZ.
func (p pixels) Z(column, row int) float64 {
	return p.weights[(p.Height-1-row)*p.Width+column]
}

// X implements plotter.GridXYZ.
func (p pixels) X(column int) float64 { return float64(column) }

// Y implements plotter.GridXYZ.
func (p pixels) Y(row int) float64 { return float64(row) }

// field is the picture of the weights from an image, white where there is no synapse.
func (x *CloseUp) field() figure.Picture {
	image := pixels{*x.Image, make([]float64, x.Image.Width*x.Image.Height)}
	largest := 1e-300
	for _, s := range x.Largest {
		image.weights[s.From] += s.Weight
		largest = max(largest, abs(image.weights[s.From]))
	}
	heat := plotter.NewHeatMap(image, figure.Signed(101))
	heat.Min, heat.Max, heat.Rasterized = -largest, largest, false
	p := figure.Blank(fmt.Sprintf("weights of neuron %d of population %d, from %.3g (blue) to %.3g (vermilion)", x.Neuron.Neuron, x.Population, -largest, largest))
	p.HideAxes()
	p.Add(heat)
	const width = 5 * vg.Inch
	height := width * vg.Length(x.Image.Height) / vg.Length(x.Image.Width)
	return figure.Picture{Drawing: p, Width: width, Height: min(height, 10*vg.Inch) + 0.4*vg.Inch}
}
