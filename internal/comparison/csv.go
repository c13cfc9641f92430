package comparison

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"sfdfa-actors/internal/experiment"
)

// columns are those of comparison.csv. Scripts rely on their names: append, don't
// rename.
var columns = []struct {
	name  string // with its unit, if it has one
	value func(r *Result, run *Run, m *experiment.Metrics) any
}{
	{"rule", func(r *Result, _ *Run, _ *experiment.Metrics) any { return r.Rule }},
	{"seed", func(_ *Result, run *Run, _ *experiment.Metrics) any { return run.Seed }},
	{"epoch", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.Epoch }},
	{"train_accuracy_percent", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.TrainAccuracy }},
	{"test_accuracy_percent", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.TestAccuracy }},
	{"test_accuracy_lowest_index_percent", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.TestAccuracyLowestIndex }},
	{"train_loss", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.TrainLoss }},
	{"test_loss", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.TestLoss }},
	{"spikes_per_neuron_and_sample", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.SpikesPerNeuron }},
	{"silent_neurons", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.SilentNeurons }},
	{"messages_per_sample", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.MessagesPerSample }},
	{"weight_alignment_degrees", func(_ *Result, _ *Run, m *experiment.Metrics) any { return optional(m.WeightAlignment) }},
	{"train_seconds", func(_ *Result, _ *Run, m *experiment.Metrics) any { return m.TrainSeconds }},
	{"name", func(r *Result, _ *Run, _ *experiment.Metrics) any { return r.Name }},
}

// optional is the value, or nothing.
func optional(value *float64) any {
	if value == nil {
		return ""
	}
	return *value
}

// csv is the learning curves as a table with one line an epoch.
func (r *Report) csv() ([]byte, error) {
	var content bytes.Buffer
	w := csv.NewWriter(&content)
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.name
	}
	if err := w.Write(line); err != nil {
		return nil, err
	}
	for i := range r.Rules {
		for k := range r.Rules[i].Runs {
			run := &r.Rules[i].Runs[k]
			for epoch := range run.Curve {
				for n, c := range columns {
					line[n] = fmt.Sprint(c.value(&r.Rules[i], run, &run.Curve[epoch]))
				}
				if err := w.Write(line); err != nil {
					return nil, err
				}
			}
		}
	}
	w.Flush()
	return content.Bytes(), w.Error()
}
