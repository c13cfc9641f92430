package sweep

import (
	"strings"

	"sfdfa-actors/internal/file/table"
)

// csv is the runs as a table, in order of point and seed. Scripts rely on the columns' names, behind those of the settings:
// append, don't rename.
func (r *Report) csv() ([]byte, error) {
	t := table.New("point")
	t.Columns = append(t.Columns, r.Settings...)
	t.Columns = append(t.Columns, "seed", "epochs", "test_accuracy_percent", "train_accuracy_percent", "best_test_accuracy_percent",
		"spikes_per_sample", "packets_per_sample", "energy_joules_estimate_per_sample", "seconds", "pareto", "digest", "directory",
		"clocked_energy_joules_estimate_per_sample")
	for i := range r.Points {
		p := &r.Points[i]
		for k := range p.Runs {
			run := &p.Runs[k]
			row := []any{p.Number}
			for _, name := range r.Settings {
				row = append(row, p.Value(name))
			}
			t.Add(append(row, run.Seed, run.Epochs, run.TestAccuracy, run.TrainAccuracy, run.BestTestAccuracy,
				run.Spikes, run.Packets, run.Energy, run.Seconds, strings.Join(p.Pareto, " "), run.Digest, run.Name, run.Clocked)...)
		}
	}
	return t.CSV()
}
