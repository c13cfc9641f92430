package timing

import (
	"cmp"
	"fmt"
	"slices"

	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/topology"
)

// Alternative is a setting with which a sample is presented faster.
type Alternative struct {
	Setting string  `json:"setting"` // as a flag of the program
	Cores   int     `json:"cores"`
	Seconds float64 `json:"seconds_estimate"` // a sample, forward
}

const (
	worthwhile = 0.95 // the share of the time that an alternative may take
	// Each alternative draws sparse synapses again, so that networks a 16th as large as those that have a time have some.
	smaller = 16
)

// FindFaster lists the other placements, and half and twice the neurons per core, with which the same spikes take less time
// by a twentieth or more, the fastest first, and returns the report. It does nothing without a report, or for a large network.
func (r *Report) FindFaster(p *energy.Profile, picture *mesh.Picture, log *Log) *Report {
	if r == nil || log.isTooLarge(smaller*len(log.net.Cores)) {
		return r
	}
	r.Faster = []Alternative{}
	try := func(setting string, cores []topology.Core, rule placement.Rule) {
		grid := picture.Placement.Grid
		if grid.Size() < len(cores) {
			grid = placement.Grid{}
		}
		l, known := latenciesOf(p, int64(len(cores)))
		placed, err := placement.Place(&log.net.Topology, cores, rule, grid)
		if !known || err != nil || log.isTooLarge(len(cores)) {
			return
		}
		m := newClockwork(l, &mesh.Picture{Placement: placed})
		if seconds := m.phase(m.present(log)).Seconds; seconds <= worthwhile*r.Forward.Seconds {
			r.Faster = append(r.Faster, Alternative{setting, len(cores), seconds})
		}
	}
	for _, rule := range placement.Rules {
		if rule != picture.Placement.Rule {
			try("--placement "+rule.Name(), log.net.Cores, rule)
		}
	}
	most := 1
	for c := range picture.Placement.Cores {
		most = max(most, picture.Placement.Cores[c].Neurons())
	}
	for _, most := range []int{(most + 1) / 2, 2 * most} {
		if cores, err := log.net.Topology.Cores(most); err == nil && len(cores) != len(log.net.Cores) {
			try(fmt.Sprintf("--neurons-per-core %d", most), cores, picture.Placement.Rule)
		}
	}
	slices.SortStableFunc(r.Faster, func(a, b Alternative) int { return cmp.Compare(a.Seconds, b.Seconds) })
	return r
}
