package report

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/table"
)

// Rates are how often the neurons of a population fire in the test samples.
type Rates struct {
	Population int        `json:"population"` // 1 is the first hidden one
	Name       string     `json:"name"`
	Neurons    int        `json:"neurons"`
	Silent     int        `json:"silent_neurons"` // never fire
	Spikes     int64      `json:"spikes"`         // in all test samples
	Mean       float64    `json:"spikes_per_neuron_and_sample"`
	Most       float64    `json:"most_spikes_per_sample"` // of the neuron that fires most
	Active     float64    `json:"active_percent"`         // of (neuron, sample) pairs in which the neuron fires
	Histogram  *histogram `json:"histogram"`              // of neurons that are not silent, by spikes a sample
}

// mostRateBins is the largest number of bins of a histogram of firing rates.
const mostRateBins = 40

func (a *activity) rates(population int, name string) *Rates {
	spikes := a.spikes[population]
	r := &Rates{Population: population, Name: name, Neurons: len(spikes)}
	r.Most = float64(slices.Max(spikes)) / float64(a.samples)
	r.Histogram = newHistogram(0, r.Most, mostRateBins)
	active := int64(0)
	for i, n := range spikes {
		r.Spikes += n
		active += a.active[population][i]
		if n == 0 {
			r.Silent++
			continue
		}
		r.Histogram.add(float64(n) / float64(a.samples))
	}
	pairs := float64(len(spikes)) * float64(a.samples)
	r.Mean, r.Active = float64(r.Spikes)/pairs, 100*float64(active)/pairs
	return r
}

// neurons are the firing rates of all hidden and output neurons.
func (m *material) neurons() *table.Table {
	t := table.New("population", "neuron", "spikes", "spikes_per_sample", "samples_with_spikes", "population_name")
	a := m.activity
	for population := 1; population < len(a.spikes); population++ {
		for i, n := range a.spikes[population] {
			t.Add(population, i, n, float64(n)/float64(a.samples), a.active[population][i], m.population(population))
		}
	}
	return t
}

// activitySection is the section with the firing rates of the test part.
func activitySection(m *material) (*content, error) {
	c := &content{}
	var all []*Rates
	bins := table.New("population", "above_spikes_per_sample", "to_spikes_per_sample", "neurons", "population_name")
	g := &grid{
		Caption: "What each population fires in the test samples",
		Head:    []string{"population", "neurons", "silent", "spikes per neuron and sample", "of the busiest neuron", "active (%)"},
	}
	for population := 1; population < len(m.trained.Sizes); population++ {
		r := m.activity.rates(population, m.population(population))
		all = append(all, r)
		bins.Add(population, 0, 0, r.Silent, r.Name) // the silent ones come first
		for i, n := range r.Histogram.Counts {
			bins.Add(population, r.Histogram.edge(i), r.Histogram.edge(i+1), n, r.Name)
		}
		g.Rows = append(g.Rows, []cell{
			word(r.Name), whole(r.Neurons), whole(r.Silent), short(r.Mean), short(r.Most), rounded(r.Active, 3),
		})
		c.draw(r.drawing())
	}
	c.grid(g)
	c.text("Silent neurons fire in no test sample. Active is the share of pairs of a neuron and a sample in which the neuron fires.")
	c.numbers = all
	if err := c.table("activity.csv", "firing rates, neuron by neuron", m.neurons()); err != nil {
		return nil, err
	}
	return c, c.table("activity_histogram.csv", "firing rates as histograms; the bin from 0 to 0 is silent neurons", bins)
}

// drawing is the histogram, with the silent neurons apart, left of 0.
func (r *Rates) drawing() *drawing {
	p := histogramPlot(fmt.Sprintf("%s: %d of %d neurons are silent", r.Name, r.Silent, r.Neurons), "spikes a sample, mean over the test part", "neurons")
	h := r.Histogram
	if r.Silent < r.Neurons {
		p.Add(h.bars(0))
	}
	ticks := rateTicks{}
	if r.Silent > 0 {
		room := float64(len(h.Counts)) * h.Width / 20
		silent := &plotter.Histogram{FillColor: figure.Colors[1], Width: room, Bins: []plotter.HistogramBin{{Min: -1.5 * room, Max: -0.5 * room, Weight: float64(r.Silent)}}}
		silent.LineStyle.Width = 0
		p.Add(silent)
		ticks.silent = -room
	}
	p.X.Tick.Marker = ticks
	p.Y.Min = 0
	p.Y.Max *= 1.05
	return &drawing{
		name: fmt.Sprintf("activity_%d", r.Population), Picture: figure.Picture{Drawing: p, Width: histogramWidth, Height: histogramHeight},
		Alt: fmt.Sprintf("Histogram of firing rates of %s: %d of %d neurons are silent; the others fire up to %.3g spikes a sample, the mean of all is %.3g.",
			r.Name, r.Silent, r.Neurons, r.Most, r.Mean),
	}
}

// rateTicks are ticks from 0, and a mark at the bar of the silent neurons, if
// there is one, below.
type rateTicks struct{ silent float64 }

// Ticks implements plot.Ticker.
func (r rateTicks) Ticks(low, high float64) []plot.Tick {
	ticks := slices.DeleteFunc(figure.Ticks{Most: 8}.Ticks(low, high), func(t plot.Tick) bool { return t.Value <= 0 })
	if r.silent < 0 {
		return append(ticks, plot.Tick{Value: r.silent, Label: "silent"})
	}
	return append(ticks, plot.Tick{Value: 0, Label: "0"})
}
