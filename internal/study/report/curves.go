package report

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/runs/record"
)

// line is a figure by epoch; nil where an epoch has none.
type line struct {
	name  string
	value func(*record.Metrics) *float64
}

// learningCurves are the pictures of how a run learned.
var learningCurves = []struct {
	file, title, axis string
	falls             bool // the legend stands where curves are not: on top
	lines             []line
}{
	{"curve_accuracy", "accuracy", "accuracy (%)", false, []line{
		{"test", func(m *record.Metrics) *float64 { return &m.TestAccuracy }},
		{"train, while learning", func(m *record.Metrics) *float64 { return &m.TrainAccuracy }},
		{"validation", func(m *record.Metrics) *float64 { return m.ValidationAccuracy }},
	}},
	{"curve_loss", "loss", "loss (mean of ½ Σ (n* − n)²)", true, []line{
		{"test", func(m *record.Metrics) *float64 { return &m.TestLoss }},
		{"train, while learning", func(m *record.Metrics) *float64 { return &m.TrainLoss }},
	}},
	{"curve_spikes", "activity while learning", "spikes per neuron and sample", true, []line{
		{"hidden and output", func(m *record.Metrics) *float64 { return &m.SpikesPerNeuron }},
	}},
	{"curve_alignment", "weight alignment", "output to feedback weights (°)", true, []line{
		{"last hidden population", func(m *record.Metrics) *float64 { return m.WeightAlignment }},
	}},
}

// curveTable is the figures of all epochs.
func curveTable(metrics []*record.Metrics) *table.Table {
	t := table.New("epoch", "train_accuracy_percent", "validation_accuracy_percent",
		"test_accuracy_percent", "test_accuracy_lowest_index_percent", "train_loss", "test_loss",
		"spikes_per_neuron_and_sample", "silent_neurons", "weight_alignment_degrees",
		"learning_rate", "messages_per_sample", "synaptic_events_per_sample", "train_undecided", "validation_undecided", "test_undecided")
	for _, m := range metrics {
		t.Add(m.Epoch, m.TrainAccuracy, m.ValidationAccuracy,
			m.TestAccuracy, m.TestAccuracyLowestIndex, m.TrainLoss, m.TestLoss,
			m.SpikesPerNeuron, m.SilentNeurons, m.WeightAlignment,
			m.LearningRate, m.MessagesPerSample, m.SynapticEventsPerSample, m.TrainUndecided, m.ValidationUndecided, m.TestUndecided)
	}
	return t
}

// curves is the section with what metrics.jsonl has of every epoch.
func curves(m *material) (*content, error) {
	if len(m.metrics) == 0 {
		return nil, nil
	}
	c := &content{numbers: m.metrics}
	if err := c.table("curves.csv", "learning curves, epoch by epoch", curveTable(m.metrics)); err != nil {
		return nil, err
	}
	for _, curve := range learningCurves {
		p := figure.New(curve.title)
		p.X.Label.Text, p.Y.Label.Text = "epoch", curve.axis
		p.X.Tick.Marker, p.Legend.Top = figure.Ticks{Most: 10, Whole: true}, curve.falls
		description, err := addLines(p, curve.lines, m.metrics)
		if err != nil {
			return nil, err
		}
		if description == "" {
			continue // the rule has no feedback weights
		}
		c.draw(&drawing{
			name: curve.file, Picture: figure.Picture{Drawing: p, Width: 4.4 * vg.Inch, Height: 3 * vg.Inch},
			Alt: fmt.Sprintf("%s by epoch. %s", curve.axis, description),
		})
	}
	return c, nil
}

// addLines draws the lines that have values, and returns in words where they end.
func addLines(p *plot.Plot, lines []line, metrics []*record.Metrics) (description string, err error) {
	drawn := 0
	for i, l := range lines {
		drawing := figure.Line{Name: l.name, Color: figure.Colors[i], Width: 1.2, Mark: draw.CircleGlyph{}, Radius: 1.6}
		for _, m := range metrics {
			if value := l.value(m); value != nil {
				drawing.Points = append(drawing.Points, plotter.XY{X: float64(m.Epoch), Y: *value})
			}
		}
		if len(drawing.Points) == 0 {
			continue
		}
		if err := drawing.AddTo(p); err != nil {
			return "", err
		}
		drawn++
		points := drawing.Points
		last := points[len(points)-1]
		description += fmt.Sprintf("%s: %.4g in epoch %.0f, %.4g in epoch %.0f. ", l.name, points[0].Y, points[0].X, last.Y, last.X)
	}
	if drawn == 1 {
		p.Legend = plot.NewLegend() // the title says it
	}
	p.Y.Min, p.Y.Max = roomy(p.Y.Min, p.Y.Max)
	p.X.Min, p.X.Max = 0.5, float64(len(metrics))+0.5
	return description, nil
}

// roomy is a range of values with some room around, also if all are the same.
func roomy(low, high float64) (from, to float64) {
	room := 0.05 * (high - low)
	if room == 0 {
		room = max(1e-3, 0.05*max(high, -high))
	}
	return low - room, high + room
}
