package paper

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/study/comparison"
	"sfdfa-actors/learning"
)

// gradients is Fig. 4: "identical SNNs", "initialized with identical weights,
// differing only in the type of local gradient" (Section 3.1).
var gradients = Training{
	Dataset: "mnist", Seeds: 1,
	Vary: "gradient", Variants: []string{"exact", "modified"},
	draw: drawLearning("gradient"),
}

// rulesOn is one of Figs. 5 to 8.
func rulesOn(dataset string) *Training {
	return &Training{
		Dataset: dataset, Seeds: 3,
		Vary: "rule", Variants: []string{"bp", "dfa", "sfdfa"}, allows: func(learning.Rule) bool { return true },
		draw: drawLearning("rule"),
	}
}

// learningPanels are loss and accuracy as the paper has them.
var learningPanels = [][]struct {
	label  string
	metric comparison.Metric
}{
	{
		{"training loss (spikes²)", func(m *record.Metrics) *float64 { return &m.TrainLoss }},
		{"test loss (spikes²)", func(m *record.Metrics) *float64 { return &m.TestLoss }},
	},
	{
		{"training accuracy (%)", func(m *record.Metrics) *float64 { return &m.TrainAccuracy }},
		{"test accuracy (%)", func(m *record.Metrics) *float64 { return &m.TestAccuracy }},
	},
}

// drawLearning draws four panels: loss and accuracy, training and test.
func drawLearning(vary string) func(*comparison.Report) (*Drawing, error) {
	return func(r *comparison.Report) (*Drawing, error) {
		d := &Drawing{Picture: figure.Picture{Width: 9 * vg.Inch, Height: 6 * vg.Inch}, Notes: finalAccuracies(r)}
		d.Table.Columns = []string{vary, "seed", "epoch", "train_loss", "train_accuracy_percent", "test_loss", "test_accuracy_percent", "test_accuracy_lowest_index_percent"}
		each(r, func(variant string, seed uint64, m *record.Metrics) {
			d.Table.Add(variant, seed, m.Epoch, m.TrainLoss, m.TrainAccuracy, m.TestLoss, m.TestAccuracy, m.TestAccuracyLowestIndex)
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
		d.Drawing = withLegend(panels)
		return d, nil
	}
}

// curves is a panel of one metric over the epochs.
func curves(r *comparison.Report, label string, metric comparison.Metric) (*plot.Plot, error) {
	p := figure.New("")
	p.Title.Padding = 0
	p.X.Label.Text, p.Y.Label.Text = "epoch", label
	p.X.Tick.Marker = figure.Ticks{Most: 10, Whole: true}
	for i := range r.Rules {
		if err := r.Rules[i].AddCurve(p, colorOf(r.Rules[i].Name), metric); err != nil {
			return nil, err
		}
	}
	if p.Y.Min > p.Y.Max {
		p.X.Max, p.Y.Min, p.Y.Max = 1, 0, 1 // no variant has the metric
	}
	margin := 0.05 * (p.Y.Max - p.Y.Min)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0.5, p.X.Max+0.5, p.Y.Min-margin, p.Y.Max+margin
	return p, nil
}

const variantWidth = 1 * vg.Inch // of a legend of variants

// withLegend puts one legend beside panels that all have the same.
func withLegend(panels *figure.Panels) figure.Drawing {
	panels.Right = variantWidth
	for i, row := range panels.Rows {
		for k, p := range row {
			if i > 0 || k < len(row)-1 {
				p.Legend = plot.NewLegend()
				continue
			}
			p.Legend.Top, p.Legend.XOffs = true, variantWidth
		}
	}
	return panels
}

func finalAccuracies(r *comparison.Report) (notes []string) {
	for i := range r.Rules {
		if rule := &r.Rules[i]; len(rule.Runs) > 0 {
			notes = append(notes, fmt.Sprintf("%s: test accuracy %v %% after %s (%v %% with ties to the lowest index), best epoch %v %%",
				rule.Name, rule.TestAccuracy, numeral.Several(rule.Config.Epochs, "epoch"), rule.LowestTestAccuracy, rule.BestTestAccuracy))
		}
	}
	return notes
}
