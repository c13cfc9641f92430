package distributed

import (
	"slices"
	"sync"

	"sfdfa-actors/internal/distributed/wire"
)

// idleCounts are the messages that this machine had sent to each other machine, and
// delivered from each, at a moment at which its share of the network was idle, or nil if
// it can't be sure of one.
func (x *router) idleCounts(idle func() bool) *wire.MessageCounts {
	before := x.counts()
	if !idle() {
		return nil
	}
	// What is the same before and after is what it was in between.
	if after := x.counts(); !slices.Equal(before.Sent, after.Sent) || !slices.Equal(before.Delivered, after.Delivered) {
		return nil
	}
	return before
}

func (x *router) counts() *wire.MessageCounts {
	counts := &wire.MessageCounts{Sent: make([]uint64, len(x.links)), Delivered: make([]uint64, len(x.links))}
	for machine, l := range x.links {
		if l != nil {
			counts.Sent[machine], counts.Delivered[machine] = l.counts()
		}
	}
	return counts
}

// terminationDetector is how the coordinator finds out that all machines are idle for
// ever. It implements system.TerminationDetector.
//
// It needs no clock. Each machine reports one moment of its own at which it was idle, and
// the numbers of messages that it had sent and delivered by then. If each had delivered
// exactly what was sent to it, then nothing that was sent after one machine's moment was
// delivered before another's, and nothing was on its way: all are idle for ever (Mattern,
// Algorithms for distributed termination detection, Distributed Computing 2, 1987, the
// vector counter method).
type terminationDetector struct {
	router  *router
	workers []int         // machines
	changed chan struct{} // has room for one signal

	lock   sync.Mutex
	latest []*wire.MessageCounts // by machine; nil for those that are not idle
}

func newTerminationDetector(x *router, workers []int) *terminationDetector {
	return &terminationDetector{router: x, workers: workers, changed: make(chan struct{}, 1), latest: make([]*wire.MessageCounts, len(x.links))}
}

// report notes the counts of a worker's heartbeat. Counts of another number of machines
// are taken for none.
func (d *terminationDetector) report(machine int, counts *wire.MessageCounts) {
	if counts != nil && (len(counts.Sent) != len(d.latest) || len(counts.Delivered) != len(d.latest)) {
		counts = nil
	}
	d.lock.Lock()
	d.latest[machine] = counts
	d.lock.Unlock()
	notify(d.changed)
}

// Changed implements system.TerminationDetector.
func (d *terminationDetector) Changed() <-chan struct{} { return d.changed }

// workerCounts are the latest counts of the workers, by machine, or nil if one is not idle.
func (d *terminationDetector) workerCounts() []*wire.MessageCounts {
	d.lock.Lock()
	defer d.lock.Unlock()
	for _, worker := range d.workers {
		if d.latest[worker] == nil {
			return nil
		}
	}
	return slices.Clone(d.latest)
}

// Terminated implements system.TerminationDetector.
func (d *terminationDetector) Terminated(idle func() bool) bool {
	all := d.workerCounts()
	if all == nil {
		return false // as nearly always: then nothing here has to be counted
	}
	if all[0] = d.router.idleCounts(idle); all[0] == nil {
		return false
	}
	machines := append([]int{0}, d.workers...)
	for _, from := range machines {
		for _, to := range machines {
			if all[from].Sent[to] != all[to].Delivered[from] {
				return false
			}
		}
	}
	return true
}
