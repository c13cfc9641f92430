package comparison

import (
	"iter"

	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/runs"
)

// line is an epoch of a run of a variant.
type line struct {
	rule  string
	name  string // of the variant
	seed  uint64
	epoch *runs.Metrics
}

// columns are those of comparison.csv. Scripts rely on their names: append, don't
// rename.
var columns = []table.Column[line]{
	{Name: "rule", Value: func(l line) any { return l.rule }},
	{Name: "seed", Value: func(l line) any { return l.seed }},
	{Name: "epoch", Value: func(l line) any { return l.epoch.Epoch }},
	{Name: "train_accuracy_percent", Value: func(l line) any { return l.epoch.TrainAccuracy }},
	{Name: "test_accuracy_percent", Value: func(l line) any { return l.epoch.TestAccuracy }},
	{Name: "test_accuracy_lowest_index_percent", Value: func(l line) any { return l.epoch.TestAccuracyLowestIndex }},
	{Name: "train_loss", Value: func(l line) any { return l.epoch.TrainLoss }},
	{Name: "test_loss", Value: func(l line) any { return l.epoch.TestLoss }},
	{Name: "spikes_per_neuron_and_sample", Value: func(l line) any { return l.epoch.SpikesPerNeuron }},
	{Name: "silent_neurons", Value: func(l line) any { return l.epoch.SilentNeurons }},
	{Name: "messages_per_sample", Value: func(l line) any { return l.epoch.MessagesPerSample }},
	{Name: "weight_alignment_degrees", Value: func(l line) any { return l.epoch.WeightAlignment }},
	{Name: "train_seconds", Value: func(l line) any { return l.epoch.TrainSeconds }},
	{Name: "name", Value: func(l line) any { return l.name }},
}

// csv is the learning curves as a table with one line an epoch.
func (r *Report) csv() ([]byte, error) { return table.CSV(columns, r.lines()) }

// lines are the epochs in order of rule, seed and epoch.
func (r *Report) lines() iter.Seq[line] {
	return func(yield func(line) bool) {
		for i := range r.Rules {
			rule := &r.Rules[i]
			for k := range rule.Runs {
				run := &rule.Runs[k]
				for epoch := range run.Curve {
					if !yield(line{rule.Rule, rule.Name, run.Seed, &run.Curve[epoch]}) {
						return
					}
				}
			}
		}
	}
}
