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
)

// add draws a quantity over time, in pieces where it is not always there.
func (c *course) add(p *plot.Plot, name string, of func(*lif.Moment) *float64, color color.Color, dashes []vg.Length) error {
	var piece plotter.XYs
	named := false
	end := func() error {
		if len(piece) < 2 {
			piece = nil
			return nil
		}
		line, err := plotter.NewLine(piece)
		if err != nil {
			return err
		}
		line.Color, line.Width, line.Dashes = color, vg.Points(1.3), dashes
		p.Add(line)
		if !named {
			p.Legend.Add(name, line)
			named = true
		}
		piece = nil
		return nil
	}
	for i := range c.moments {
		value := of(&c.moments[i])
		if value == nil {
			if err := end(); err != nil {
				return err
			}
			continue
		}
		piece = append(piece, plotter.XY{X: 1e3 * c.moments[i].Time, Y: *value})
	}
	return end()
}

// addThreshold draws c.
func (c *course) addThreshold(p *plot.Plot, name string) error {
	threshold := c.neuron.model.C
	line, err := plotter.NewLine(plotter.XYs{{X: 0, Y: threshold}, {X: 1e3 * c.neuron.Duration, Y: threshold}})
	if err != nil {
		return err
	}
	line.Color, line.Width, line.Dashes = grey, vg.Points(1), dashed
	p.Add(line)
	p.Legend.Add(name, line)
	return nil
}

// addSpikes marks the neuron's own spikes at a height each.
func (c *course) addSpikes(p *plot.Plot, name string, height func(*model.OwnSpike) float64, color color.Color) error {
	var points plotter.XYs
	for k := range c.ownSpikes {
		points = append(points, plotter.XY{X: 1e3 * c.ownSpikes[k].Time, Y: height(&c.ownSpikes[k])})
	}
	return addMarks(p, name, points, draw.GlyphStyle{Color: color, Radius: vg.Points(2.8), Shape: draw.CircleGlyph{}})
}

// addInputs marks the input spikes at the bottom.
func (c *course) addInputs(p *plot.Plot) error {
	for input, spikes := range c.neuron.Spikes {
		var points plotter.XYs
		for _, time := range spikes {
			points = append(points, plotter.XY{X: 1e3 * time, Y: math.Min(0, p.Y.Min)})
		}
		shape := []draw.GlyphDrawer{draw.PyramidGlyph{}, draw.TriangleGlyph{}}[input]
		style := draw.GlyphStyle{Color: color.Black, Radius: vg.Points(3.5), Shape: shape}
		if err := addMarks(p, "input spikes, w"+strconv.Itoa(input+1), points, style); err != nil {
			return err
		}
	}
	return nil
}

// addMarks adds nothing, and no line in the legend, for no points.
func addMarks(p *plot.Plot, name string, points plotter.XYs, style draw.GlyphStyle) error {
	if len(points) == 0 {
		return nil
	}
	marks, err := plotter.NewScatter(points)
	if err != nil {
		return err
	}
	marks.GlyphStyle = style
	p.Add(marks)
	if name != "" {
		p.Legend.Add(name, marks)
	}
	return nil
}

// unlabelled are ticks without their numbers, which a panel below has.
type unlabelled struct{ plot.Ticker }

// Ticks implements plot.Ticker.
func (u unlabelled) Ticks(low, high float64) []plot.Tick {
	ticks := u.Ticker.Ticks(low, high)
	for i := range ticks {
		ticks[i].Label = ""
	}
	return ticks
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
