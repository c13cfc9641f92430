package mesh

import (
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/hardware/traffic"
)

// wire are the purposes that send anything, from the top of the chart.
func wire(r *Report) []traffic.Purpose {
	return slices.DeleteFunc(traffic.Purposes(), func(p traffic.Purpose) bool {
		return p.Work(&r.Purposes).Bits == 0
	})
}

// Bars is a chart of the bits that a sample takes by purpose, under a title: bits
// sent, and bits times links crossed, the host's included.
func (r *Report) Bars(title string) (figure.Picture, error) {
	purposes := wire(r)
	slices.Reverse(purposes) // the first line of a chart is its lowest
	drawn := figure.New(title)
	drawn.X.Label.Text = "bits in a sample"
	drawn.X.Min, drawn.X.Max = 0, 1 // until a bar is longer
	if len(purposes) > 0 {
		if err := r.addBars(drawn, purposes); err != nil {
			return figure.Picture{}, err
		}
	}
	drawn.Y.Min, drawn.Y.Max = -0.6, float64(len(purposes))+0.4 // with a line for the legend
	drawn.X.Max *= 1.05
	drawn.Legend.Top = true
	return figure.Picture{Drawing: drawn, Width: 6.5 * vg.Inch, Height: 1.2*vg.Inch + vg.Length(len(purposes)+1)*0.4*vg.Inch}, nil
}

// addBars adds two bars for each purpose.
func (r *Report) addBars(drawn *plot.Plot, purposes []traffic.Purpose) error {
	const thick = 11
	for i, bar := range []struct {
		name string
		bits func(*traffic.Work) int64
	}{
		{"sent", func(w *traffic.Work) int64 { return w.Bits }},
		{"sent × links crossed", (*traffic.Work).BitLinks},
	} {
		values := make(plotter.Values, len(purposes))
		for k, p := range purposes {
			values[k] = float64(bar.bits(p.Work(&r.Purposes))) / float64(max(1, r.Samples))
		}
		bars, err := plotter.NewBarChart(values, vg.Points(thick))
		if err != nil {
			return err
		}
		bars.Horizontal, bars.Color, bars.LineStyle.Width = true, figure.Colors[i], 0
		bars.Offset = vg.Points(thick * (0.5 - float64(i)))
		drawn.Add(bars)
		drawn.Legend.Add(bar.name, bars)
	}
	names := make([]string, len(purposes))
	for i, p := range purposes {
		names[i] = strings.ReplaceAll(p.Name, "_", " ")
	}
	drawn.NominalY(names...)
	return nil
}
