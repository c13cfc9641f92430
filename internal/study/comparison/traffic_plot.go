package comparison

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/numeral"
)

// wireColors are the colours of the purposes that send anything, in their order.
var wireColors = map[string]color.Color{
	traffic.InputSpikes.Name:    figure.Colors[5],
	traffic.HiddenSpikes.Name:   figure.Colors[0],
	traffic.OutputSpikes.Name:   figure.Colors[2],
	traffic.Silence.Name:        color.Gray{Y: 190},
	traffic.GradePayload.Name:   figure.Colors[4],
	traffic.ErrorBroadcast.Name: figure.Colors[1],
	traffic.BackwardErrors.Name: figure.Colors[3],
	traffic.Control.Name:        color.Gray{Y: 90},
}

// picture has a bar for each rule: the bits of a sample times the links that they
// crossed, purpose by purpose.
func (r *TrafficReport) picture() (figure.Picture, error) {
	p := figure.New(r.title())
	p.X.Label.Text = "bits × links crossed in a sample"
	p.X.Min = 0
	var names []string
	for i := range r.Rules {
		names = append(names, r.Rules[i].Rule)
	}
	slices.Reverse(names) // the first line of a chart is its lowest
	var below *plotter.BarChart
	lines := 0
	for _, purpose := range traffic.Purposes() {
		values, sends := r.bits(purpose)
		if !sends {
			continue
		}
		bars, err := plotter.NewBarChart(values, vg.Points(20))
		if err != nil {
			return figure.Picture{}, err
		}
		bars.Horizontal, bars.LineStyle.Width, bars.Color = true, 0, wireColors[purpose.Name]
		if below != nil {
			bars.StackOn(below)
		}
		below = bars
		p.Add(bars)
		p.Legend.Add(strings.ReplaceAll(purpose.Name, "_", " "), bars)
		lines++
	}
	p.NominalY(names...)
	// Above the bars is room for the legend.
	p.Y.Min, p.Y.Max = -0.6, float64(len(names))-0.4+0.45*float64(lines)
	p.X.Max *= 1.05
	p.Legend.Top = true
	return figure.Picture{Drawing: p, Width: width, Height: vg.Length(len(r.Rules))*0.45*vg.Inch + 2.6*vg.Inch}, nil
}

// bits are the bits over links for a purpose, last rule first.
func (r *TrafficReport) bits(p traffic.Purpose) (values plotter.Values, sends bool) {
	for i := range r.Rules {
		t := r.Rules[i].Traffic
		bits := p.Work(&t.Purposes).BitLinks()
		sends = sends || bits > 0
		values = append(values, float64(bits)/float64(max(1, t.Samples)))
	}
	slices.Reverse(values)
	return values, sends
}

func (r *TrafficReport) title() string {
	first := &r.Rules[0]
	return fmt.Sprintf("%s, %s, %s, %s placement on %s", r.Dataset, first.Config.HiddenNeurons(), numeral.Several(len(first.Traffic.Epochs), "epoch"),
		first.Traffic.Placement, first.Traffic.Grid)
}
