package networktest

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// entry names what a core fired in one presentation.
type entry struct {
	core   int
	sample uint64
}

// Ledger keeps every spike that a network and its input fire. Its Record method is what
// network.Setup.Record asks for.
type Ledger struct {
	lock   sync.Mutex
	spikes map[entry][][]messages.Spike // of each time the sample was presented
	counts map[int]int                  // by population
	graded int
}

// Record notes the spikes of a core, or of the input.
func (l *Ledger) Record(core topology.Core, first uint64, samples [][]messages.Spike) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if l.spikes == nil {
		l.spikes, l.counts = map[entry][][]messages.Spike{}, map[int]int{}
	}
	for s, spikes := range samples {
		e := entry{core.ID, first + uint64(s)}
		l.spikes[e] = append(l.spikes[e], slices.Clone(spikes))
		l.counts[core.Population] += len(spikes)
		for _, spike := range spikes {
			if spike.Grade != 0 {
				l.graded++
			}
		}
	}
}

// Fired is the number of a population's spikes.
func (l *Ledger) Fired(population int) int { return l.counts[population] }

// Graded is the number of spikes with a grade other than 0.
func (l *Ledger) Graded() int { return l.graded }

// Difference says where two ledgers differ first, or nothing if all spikes are
// equal: times, grades, sources and their order.
func (l *Ledger) Difference(other *Ledger) string {
	if len(l.spikes) != len(other.spikes) {
		return fmt.Sprintf("%d entries, not %d", len(l.spikes), len(other.spikes))
	}
	for _, e := range slices.SortedFunc(maps.Keys(l.spikes), compareEntries) {
		mine, theirs := l.spikes[e], other.spikes[e]
		if !slices.EqualFunc(mine, theirs, slices.Equal) {
			return fmt.Sprintf("core %d fired in sample %d\n%v, not\n%v", e.core, e.sample, mine, theirs)
		}
	}
	return ""
}

// compareEntries orders by sample and then by core, so that the first
// difference is the one nearest to its cause.
func compareEntries(x, y entry) int {
	if x.sample != y.sample {
		if x.sample < y.sample {
			return -1
		}
		return 1
	}
	return x.core - y.core
}
