package comparison

import (
	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/hardware/traffic"
)

// csv is a table with one line for each rule, epoch and purpose, in that order.
// Scripts rely on the columns' names: append, don't rename.
func (r *TrafficReport) csv() ([]byte, error) {
	t := table.New("rule", "seed", "epoch", "phase", "purpose", "samples", "batches")
	for _, q := range traffic.Quantities() {
		t.Columns = append(t.Columns, q.Name)
	}
	for i := range r.Rules {
		rule := &r.Rules[i]
		for k := range rule.Traffic.Epochs {
			epoch := &rule.Traffic.Epochs[k]
			for _, p := range traffic.Purposes() {
				row := []any{rule.Rule, rule.Seed, epoch.Epoch, p.Phase, p.Name, epoch.Purposes.Samples, epoch.Purposes.Batches}
				for _, q := range traffic.Quantities() {
					row = append(row, *q.Of(p.Work(&epoch.Purposes)))
				}
				t.Add(row...)
			}
		}
	}
	return t.CSV()
}
