package paper

import (
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/figure"
)

// add draws a quantity over time, in pieces where it is not always there.
func (c *timeCourse) add(p *plot.Plot, name string, of func(*lif.Moment) *float64, color color.Color, dashes []vg.Length) error {
	line := figure.Line{Name: name, Color: color, Width: 1.3, Dashes: dashes}
	for i := range c.moments {
		value := of(&c.moments[i])
		if value != nil {
			line.Points = append(line.Points, plotter.XY{X: 1e3 * c.moments[i].Time, Y: *value})
		}
		if value != nil && i < len(c.moments)-1 {
			continue
		}
		if len(line.Points) > 1 {
			if err := line.AddTo(p); err != nil {
				return err
			}
			line.Name = "" // it is in the legend
		}
		line.Points = nil
	}
	return nil
}

// addThreshold draws c.
func (c *timeCourse) addThreshold(p *plot.Plot, name string) error {
	threshold := c.neuron.model.C
	ends := plotter.XYs{{X: 0, Y: threshold}, {X: 1e3 * c.neuron.Duration, Y: threshold}}
	return figure.Line{Name: name, Points: ends, Color: figure.Grey, Width: 1, Dashes: figure.Dashed}.AddTo(p)
}

// addSpikes marks the neuron's own spikes at a height each.
func (c *timeCourse) addSpikes(p *plot.Plot, name string, height func(*model.OwnSpike) float64, color color.Color) error {
	var points plotter.XYs
	for k := range c.ownSpikes {
		points = append(points, plotter.XY{X: 1e3 * c.ownSpikes[k].Time, Y: height(&c.ownSpikes[k])})
	}
	return figure.Line{Name: name, Points: points, Color: color, Mark: draw.CircleGlyph{}, Radius: 2.8}.AddTo(p)
}

// addInputs marks the input spikes at the bottom.
func (c *timeCourse) addInputs(p *plot.Plot) error {
	for input, spikes := range c.neuron.Spikes {
		var points plotter.XYs
		for _, time := range spikes {
			points = append(points, plotter.XY{X: 1e3 * time, Y: math.Min(0, p.Y.Min)})
		}
		shape := []draw.GlyphDrawer{draw.PyramidGlyph{}, draw.TriangleGlyph{}}[input]
		marks := figure.Line{Name: "input spikes, w" + strconv.Itoa(input+1), Points: points, Color: color.Black, Mark: shape, Radius: 3.5}
		if err := marks.AddTo(p); err != nil {
			return err
		}
	}
	return nil
}

// powers are ticks at the powers of ten on a logarithmic axis, with marks between.
type powers struct{}

// Ticks implements plot.Ticker.
func (powers) Ticks(low, high float64) (ticks []plot.Tick) {
	for exponent := math.Floor(math.Log10(low)); exponent <= math.Ceil(math.Log10(high)); exponent++ {
		for factor := 1.0; factor < 10; factor++ {
			value := factor * math.Pow(10, exponent)
			if value < low || value > high {
				continue
			}
			tick := plot.Tick{Value: value}
			if factor == 1 {
				tick.Label = strconv.FormatFloat(value, 'g', 3, 64)
			}
			ticks = append(ticks, tick)
		}
	}
	return ticks
}
