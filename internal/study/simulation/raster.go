package simulation

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/messages"
)

// What a picture of spikes shows.
const (
	pictured     = 0.5 // seconds, the first ones
	drawnNeurons = 60  // of a population, evenly chosen
	rateBins     = 250 // of a population's rate
	milliseconds = 1000
)

// Picture draws the first half second: the spikes of up to 60 neurons of each population as a raster, and below them the
// populations' firing rates over time, in the same colors. names and sizes are those of all populations but the input.
func (s *Spikes) Picture(title string, names []string, sizes []int, duration float64) (figure.Picture, error) {
	all, err := s.read(len(names) + 1)
	if err != nil {
		return figure.Picture{}, err
	}
	end := min(pictured, duration)
	var stack figure.Stack
	rates := figure.New("")
	rates.Y.Label.Text, rates.X.Label.Text = "rate (Hz)", "time (ms)"
	rates.X.Min, rates.X.Max, rates.Y.Min = 0, end*milliseconds, 0
	for p, name := range names {
		color := figure.Colors[p%len(figure.Colors)]
		every := (sizes[p] + drawnNeurons - 1) / drawnNeurons
		panel := figure.New("")
		share := 1.0
		if p == 0 {
			panel.Title.Text = title
			share = 1.3
		}
		panel.Y.Label.Text = name
		panel.X.Min, panel.X.Max = 0, end*milliseconds
		panel.Y.Min, panel.Y.Max = -0.5, float64(sizes[p])-0.5
		panel.X.Tick.Marker = figure.Unlabelled{Ticker: figure.Ticks{Most: 10}}
		panel.Y.Tick.Marker = figure.Ticks{Most: 3, Whole: true}
		points, curve := drawn(all[p+1], every, sizes[p], end)
		panel.Add(&figure.Raster{XYs: points, Lowest: vg.Points(1.5), LineStyle: draw.LineStyle{Color: color, Width: vg.Points(0.7)}})
		line, err := plotter.NewLine(curve)
		if err != nil {
			return figure.Picture{}, fmt.Errorf("simulation: %w", err)
		}
		line.Color = color
		rates.Add(line)
		stack = append(stack, figure.Panel{Plot: panel, Share: share})
	}
	stack = append(stack, figure.Panel{Plot: rates, Share: 2})
	return figure.Picture{Drawing: stack, Width: 7.5 * vg.Inch, Height: vg.Length(len(names)+3) * 0.9 * vg.Inch}, nil
}

// drawn returns the spikes of one in so many neurons, in ms, and the rate of the whole population in Hz over time.
func drawn(spikes []messages.Spike, every, size int, end float64) (points, curve plotter.XYs) {
	counts := make([]float64, rateBins)
	for i := range spikes {
		if spikes[i].Time >= end {
			break
		}
		counts[min(int(spikes[i].Time/end*rateBins), rateBins-1)]++
		if int(spikes[i].Source)%every == 0 {
			points = append(points, plotter.XY{X: spikes[i].Time * milliseconds, Y: float64(spikes[i].Source)})
		}
	}
	bin := end / rateBins
	for i, count := range counts {
		curve = append(curve, plotter.XY{X: (float64(i) + 0.5) * bin * milliseconds, Y: count / bin / math.Max(1, float64(size))})
	}
	return points, curve
}
