package paper

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/comparison"
	"sfdfa-actors/internal/experiment"
	"sfdfa-actors/internal/figure"
)

// gradients is Fig. 4: "identical SNNs", "initialized with identical weights,
// differing only in the type of local gradient" (Section 3.1).
var gradients = Training{
	Dataset: "mnist", Seeds: 1,
	Vary: "gradient", Variants: []string{"exact", "modified"}, Allowed: []string{"exact", "modified"},
	draw: drawLearning("gradient"),
}

// rulesOn is one of Figs. 5 to 8.
func rulesOn(dataset string) *Training {
	return &Training{
		Dataset: dataset, Seeds: 3,
		Vary: "rule", Variants: []string{"bp", "dfa", "sfdfa"}, Allowed: []string{"bp", "dfa", "sfdfa", "frozen"},
		draw: drawLearning("rule"),
	}
}

// learningPanels are loss and accuracy as the paper has them.
var learningPanels = [][]struct {
	label  string
	metric comparison.Metric
}{
	{
		{"training loss", func(m *experiment.Metrics) *float64 { return &m.TrainLoss }},
		{"test loss", func(m *experiment.Metrics) *float64 { return &m.TestLoss }},
	},
	{
		{"training accuracy (%)", func(m *experiment.Metrics) *float64 { return &m.TrainAccuracy }},
		{"test accuracy (%)", func(m *experiment.Metrics) *float64 { return &m.TestAccuracy }},
	},
}

// drawLearning draws four panels: loss and accuracy, training and test.
func drawLearning(vary string) func(*comparison.Report) (*Drawing, error) {
	return func(r *comparison.Report) (*Drawing, error) {
		d := &Drawing{Width: 8 * vg.Inch, Height: 6 * vg.Inch, Notes: finalAccuracies(r)}
		d.Table.Columns = []string{vary, "seed", "epoch", "train_loss", "train_accuracy_percent", "test_loss", "test_accuracy_percent", "test_accuracy_lowest_index_percent"}
		each(r, func(variant string, seed uint64, m *experiment.Metrics) {
			d.Table.add(variant, seed, m.Epoch, m.TrainLoss, m.TrainAccuracy, m.TestLoss, m.TestAccuracy, m.TestAccuracyLowestIndex)
		})
		panels := &figure.Panels{Title: r.Title()}
		for _, row := range learningPanels {
			var plots []*plot.Plot
			for _, panel := range row {
				p, err := curves(r, panel.label, panel.metric)
				if err != nil {
					return nil, err
				}
				plots = append(plots, p)
			}
			panels.Rows = append(panels.Rows, plots)
		}
		for _, p := range panels.Rows[0] {
			p.Legend.Top, p.Legend.YOffs = true, -vg.Points(4) // losses fall
		}
		d.Picture = panels
		return d, nil
	}
}

// curves is a panel of one metric over the epochs.
func curves(r *comparison.Report, label string, metric comparison.Metric) (*plot.Plot, error) {
	p := figure.New("")
	p.Title.Padding = 0
	p.X.Label.Text, p.Y.Label.Text = "epoch", label
	p.X.Tick.Marker = figure.Ticks{Most: 10, Whole: true}
	p.Legend.XOffs, p.Legend.YOffs = -vg.Points(6), vg.Points(4)
	for i := range r.Rules {
		if err := r.Rules[i].AddCurve(p, i, metric); err != nil {
			return nil, err
		}
	}
	p.X.Min, p.X.Max = 0.5, p.X.Max+0.5
	return p, nil
}

func finalAccuracies(r *comparison.Report) (notes []string) {
	for i := range r.Rules {
		if rule := &r.Rules[i]; len(rule.Runs) > 0 {
			notes = append(notes, fmt.Sprintf("%s: test accuracy %v %% after %d epochs (%v %% with ties to the lowest index), best epoch %v %%",
				rule.Name, rule.TestAccuracy, rule.Config.Epochs, rule.LowestTestAccuracy, rule.BestTestAccuracy))
		}
	}
	return notes
}
