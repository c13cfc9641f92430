package comparison

import "sfdfa-actors/internal/file/table"

// csv is the learning curves as a table, in order of rule, seed and epoch. Scripts
// rely on the columns' names: append, don't rename.
func (r *Report) csv() ([]byte, error) {
	t := table.New("rule", "seed", "epoch", "train_accuracy_percent", "test_accuracy_percent", "test_accuracy_lowest_index_percent",
		"train_loss", "test_loss", "spikes_per_neuron_and_sample", "silent_neurons", "messages_per_sample",
		"weight_alignment_degrees", "train_seconds", "name", "train_undecided", "test_undecided")
	for i := range r.Rules {
		rule := &r.Rules[i]
		for k := range rule.Runs {
			for epoch := range rule.Runs[k].Curve {
				m := &rule.Runs[k].Curve[epoch]
				t.Add(rule.Rule, rule.Runs[k].Seed, m.Epoch, m.TrainAccuracy, m.TestAccuracy, m.TestAccuracyLowestIndex,
					m.TrainLoss, m.TestLoss, m.SpikesPerNeuron, m.SilentNeurons, m.MessagesPerSample,
					m.WeightAlignment, m.TrainSeconds, rule.Name, m.TrainUndecided, m.TestUndecided)
			}
		}
	}
	return t.CSV()
}
