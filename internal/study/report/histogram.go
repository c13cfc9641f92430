package report

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
)

// histogram counts numbers in bins of one width: bin i has those above
// Low + i·Width, up to and with Low + (i+1)·Width. What is below counts as in the
// first, what is above as in the last.
type histogram struct {
	Low    float64 `json:"low"`
	Width  float64 `json:"width"`
	Counts []int64 `json:"counts"`
}

// Ranges of numbers that bins can be told apart in: one is so wide, and not
// narrower in relation to its numbers.
const (
	widest    = 1e300
	narrowest = 1e-9
)

// newHistogram has no more than most bins, as wide as 1, 2 or 5 times a power of
// ten, for numbers from low to high.
func newHistogram(low, high float64, most int) *histogram {
	low, high = max(low, -widest), min(high, widest)
	if size := max(math.Abs(low), math.Abs(high)); !(high-low > max(narrowest*size, 1/widest)) {
		high = low + max(1, size/1000)
	}
	width := math.Pow(10, math.Floor(math.Log10((high-low)/float64(most))))
	for i := 0; ; i++ {
		wide := width * [...]float64{1, 2, 5}[i%3] * math.Pow(10, float64(i/3))
		first, last := math.Floor(low/wide), math.Ceil(high/wide)
		if last-first <= float64(most) {
			return &histogram{Low: first * wide, Width: wide, Counts: make([]int64, max(1, int(last-first)))}
		}
	}
}

// slack is how much of a bin a number on its border may be off by rounding.
const slack = 1e-9

func (h *histogram) add(x float64) {
	bin := int(math.Ceil((x-h.Low)/h.Width-slack)) - 1
	h.Counts[min(max(bin, 0), len(h.Counts)-1)]++
}

// edge is where bin i begins.
func (h *histogram) edge(i int) float64 { return h.Low + float64(i)*h.Width }

// bars are the histogram for a plot, in the n-th colour.
func (h *histogram) bars(n int) *plotter.Histogram {
	bars := &plotter.Histogram{FillColor: figure.Colors[n], Width: h.Width}
	bars.LineStyle.Width = 0
	for i, count := range h.Counts {
		bars.Bins = append(bars.Bins, plotter.HistogramBin{Min: h.edge(i), Max: h.edge(i + 1), Weight: float64(count)})
	}
	return bars
}

// histogramPlot is an empty plot for bars that stand on 0.
func histogramPlot(title, x, y string) *plot.Plot {
	p := figure.New(title)
	p.X.Label.Text, p.Y.Label.Text = x, y
	p.Y.Padding = 0
	p.Y.Tick.Marker = figure.Ticks{Most: 6, Whole: true}
	return p
}

// Size of a picture of a histogram.
const (
	histogramWidth  = 4.4 * vg.Inch
	histogramHeight = 2.8 * vg.Inch
)
