package comparison

import (
	"iter"

	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs"
)

// trafficLine is what one purpose cost in an epoch under a rule.
type trafficLine struct {
	rule    *RuleTraffic
	epoch   *runs.EpochTraffic
	purpose traffic.Purpose
}

// csv is a table with one line for each rule, epoch and purpose. Scripts rely on
// the columns' names: append, don't rename.
func (r *TrafficReport) csv() ([]byte, error) {
	columns := []table.Column[trafficLine]{
		{Name: "rule", Value: func(l trafficLine) any { return l.rule.Rule }},
		{Name: "seed", Value: func(l trafficLine) any { return l.rule.Seed }},
		{Name: "epoch", Value: func(l trafficLine) any { return l.epoch.Epoch }},
		{Name: "phase", Value: func(l trafficLine) any { return l.purpose.Phase }},
		{Name: "purpose", Value: func(l trafficLine) any { return l.purpose.Name }},
		{Name: "samples", Value: func(l trafficLine) any { return l.epoch.Purposes.Samples }},
		{Name: "batches", Value: func(l trafficLine) any { return l.epoch.Purposes.Batches }},
	}
	for _, q := range traffic.Quantities() {
		columns = append(columns, table.Column[trafficLine]{
			Name:  q.Name,
			Value: func(l trafficLine) any { return *q.Of(l.purpose.Work(&l.epoch.Purposes)) },
		})
	}
	return table.CSV(columns, r.lines())
}

// lines are the purposes in order of rule, epoch and purpose.
func (r *TrafficReport) lines() iter.Seq[trafficLine] {
	return func(yield func(trafficLine) bool) {
		for i := range r.Rules {
			epochs := r.Rules[i].Traffic.Epochs
			for k := range epochs {
				for _, p := range traffic.Purposes() {
					if !yield(trafficLine{&r.Rules[i], &epochs[k], p}) {
						return
					}
				}
			}
		}
	}
}
