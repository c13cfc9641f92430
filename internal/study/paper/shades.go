package paper

import (
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/palette"
	"gonum.org/v1/plot/palette/moreland"

	"sfdfa-actors/internal/figure"
)

// newShades is a scale of colours, from light for short to dark for long, that holds
// all of the lengths. Its luminance alone tells them apart.
func newShades(all ...lengths) (palette.ColorMap, error) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, l := range all {
		lowest, highest := l.bounds()
		low, high = min(low, lowest), max(high, highest)
	}
	luminance, err := moreland.NewLuminance([]color.Color{
		color.RGBA{R: 8, G: 30, B: 80, A: 255}, figure.Colors[0], figure.Colors[5], color.RGBA{R: 240, G: 248, B: 255, A: 255},
	})
	if err != nil {
		return nil, err
	}
	// In steps of a tenth, so that the scale is as wide as something.
	luminance.SetMin(math.Floor(10*low) / 10)
	luminance.SetMax(math.Floor(10*high)/10 + 0.1)
	return palette.Reverse(luminance), nil
}

// colorBar shows what length a colour stands for.
func colorBar(colors palette.ColorMap) *plot.Plot {
	p := figure.New("")
	p.X.Label.Text = "length of the gradient Σ dT/dw (s)"
	p.X.Tick.Marker = decades{}
	p.Add(scale{colors})
	p.HideY()
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = colors.Min(), colors.Max(), 0, 1
	return p
}

// decades are ticks at 1, 2 and 5 times powers of ten, on an axis of decimal
// logarithms.
type decades struct{}

// Ticks implements plot.Ticker.
func (decades) Ticks(low, high float64) (ticks []plot.Tick) {
	for exponent := math.Floor(low); exponent <= high; exponent++ {
		for _, factor := range []float64{1, 2, 5} {
			if at := exponent + math.Log10(factor); at >= low && at <= high {
				value := factor * math.Pow(10, exponent)
				ticks = append(ticks, plot.Tick{Value: at, Label: strconv.FormatFloat(value, 'g', 3, 64)})
			}
		}
	}
	return ticks
}
