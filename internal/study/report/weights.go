package report

import (
	"fmt"
	"slices"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/messages"
)

// Weights are the weights, or the feedback weights, of a population.
type Weights struct {
	Population int             `json:"population"` // 1 is the first hidden one
	Name       string          `json:"name"`
	Of         string          `json:"of"` // weights or feedback weights
	Statistics runs.Statistics `json:"statistics"`
	Histogram  *histogram      `json:"histogram"`

	part func(*messages.State) []float64
	rows [][]float64 // of the first neurons
}

// mostWeightBins is the largest number of bins of a histogram of weights.
const mostWeightBins = 60

// weightsOf are the weights of all populations, without their histograms.
func weightsOf(x *runs.Inspection, name func(int) string) (all []*Weights) {
	for i := range x.Populations {
		p := &x.Populations[i]
		add := func(of string, s *runs.Statistics, part func(*messages.State) []float64) {
			if s != nil && s.Count > 0 {
				all = append(all, &Weights{
					Population: p.Population, Name: name(p.Population), Of: of, Statistics: *s,
					Histogram: newHistogram(s.Min, s.Max, mostWeightBins), part: part,
				})
			}
		}
		add("weights", &p.Weights, func(s *messages.State) []float64 { return s.Weights })
		add("feedback weights", p.Feedback, func(s *messages.State) []float64 { return s.Feedback })
	}
	return all
}

// fill counts the weights, neuron by neuron.
func (w *Weights) fill(t *runs.Trained) error {
	return t.States(w.Population, func(states []messages.State) error {
		for i := range states {
			row := w.part(&states[i])
			for _, x := range row {
				w.Histogram.add(x)
			}
			if len(w.rows) < mostRows {
				w.rows = append(w.rows, slices.Clone(row))
			}
		}
		return nil
	})
}

// weights is the section with the weights of every population.
func weights(m *material) (*content, error) {
	x, err := m.trained.Inspect()
	if err != nil {
		return nil, err
	}
	all := weightsOf(x, m.population)
	c := &content{numbers: all}
	g := &grid{Caption: "Weights as they are in the checkpoint", Head: []string{"population", "of", "number", "least", "mean", "standard deviation", "most"}}
	bins := table.New("population", "of", "above", "to", "count", "population_name")
	for _, w := range all {
		if err := w.fill(m.trained); err != nil {
			return nil, err
		}
		s := &w.Statistics
		g.Rows = append(g.Rows, []cell{
			word(w.Name), word(w.Of), number("%d", s.Count),
			rounded(s.Min, 4), rounded(s.Mean, 4), rounded(s.StandardDeviation, 4), rounded(s.Max, 4),
		})
		for i, n := range w.Histogram.Counts {
			bins.Add(w.Population, w.Of, w.Histogram.edge(i), w.Histogram.edge(i+1), n, w.Name)
		}
		c.draw(w.drawing())
	}
	net := &m.trained.Network().Topology
	for _, w := range all {
		if w.Of == "weights" && net.IsDense(w.Population) {
			for _, d := range w.matrices(net.PresynapticCount(w.Population)) {
				c.draw(d)
			}
		}
	}
	c.grid(g)
	return c, c.table("weights_histogram.csv", "weights and feedback weights as histograms", bins)
}

func (w *Weights) drawing() *drawing {
	p := histogramPlot(fmt.Sprintf("%s: %d %s", w.Name, w.Statistics.Count, w.Of), w.Of, "synapses")
	color, file := 0, "weights"
	if w.Of != "weights" {
		color, file, p.Y.Label.Text = 2, "feedback", "neuron and output pairs"
	}
	p.Add(w.Histogram.bars(color))
	p.Y.Min = 0
	p.Y.Max *= 1.05
	return &drawing{
		name: fmt.Sprintf("%s_%d", file, w.Population), Picture: figure.Picture{Drawing: p, Width: histogramWidth, Height: histogramHeight},
		Alt: fmt.Sprintf("Histogram of the %s of %s: from %.3g to %.3g, mean %.3g, standard deviation %.3g.",
			w.Of, w.Name, w.Statistics.Min, w.Statistics.Max, w.Statistics.Mean, w.Statistics.StandardDeviation),
	}
}
