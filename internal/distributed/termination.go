package distributed

import (
	"slices"
	"sync"

	"sfdfa-actors/internal/distributed/wire"
)

// rest is what this machine has sent to and taken from each other machine at a moment
// at which its share of the network rests, or nil if it can't be sure of one.
func (x *router) idleCounts(resting func() bool) *wire.MessageCounts {
	before := x.counts()
	if !resting() {
		return nil
	}
	// What is the same before and after is what it was in between.
	if after := x.counts(); !slices.Equal(before.Sent, after.Sent) || !slices.Equal(before.Delivered, after.Delivered) {
		return nil
	}
	return before
}

func (x *router) counts() *wire.MessageCounts {
	r := &wire.MessageCounts{Sent: make([]uint64, len(x.links)), Delivered: make([]uint64, len(x.links))}
	for machine, l := range x.links {
		if l != nil {
			r.Sent[machine], r.Delivered[machine] = l.counts()
		}
	}
	return r
}

// rests is what the coordinator knows about the rest of its workers. It implements
// actors.Rest.
//
// It needs no clock. Each machine says of one moment of its own that it rests, and what
// it has sent and taken by then. If each has taken exactly what was sent to it, then
// nothing that was sent after one machine's moment was taken before another's, and nothing
// was on its way: then all rest for ever (Mattern, Algorithms for distributed termination
// detection, Distributed Computing 2, 1987, the vector counter method).
type terminationDetector struct {
	router  *router
	workers []int         // machines
	changed chan struct{} // has room for one signal

	lock   sync.Mutex
	latest []*wire.MessageCounts // by machine; nil for those that do not rest
}

func newTerminationDetector(x *router, workers []int) *terminationDetector {
	return &terminationDetector{router: x, workers: workers, changed: make(chan struct{}, 1), latest: make([]*wire.MessageCounts, len(x.links))}
}

// note notes what a worker's heartbeat says. Counts of another number of machines are
// none.
func (r *terminationDetector) report(machine int, rest *wire.MessageCounts) {
	if rest != nil && (len(rest.Sent) != len(r.latest) || len(rest.Delivered) != len(r.latest)) {
		rest = nil
	}
	r.lock.Lock()
	r.latest[machine] = rest
	r.lock.Unlock()
	notify(r.changed)
}

// Changed implements actors.Rest.
func (r *terminationDetector) Changed() <-chan struct{} { return r.changed }

// ofWorkers is what the workers have said last, by machine, or nil if one does not rest.
func (r *terminationDetector) workerCounts() []*wire.MessageCounts {
	r.lock.Lock()
	defer r.lock.Unlock()
	for _, worker := range r.workers {
		if r.latest[worker] == nil {
			return nil
		}
	}
	return slices.Clone(r.latest)
}

// ForEver implements actors.Rest.
func (r *terminationDetector) Terminated(resting func() bool) bool {
	all := r.workerCounts()
	if all == nil {
		return false // as nearly always: then nothing here has to be counted
	}
	if all[0] = r.router.idleCounts(resting); all[0] == nil {
		return false
	}
	machines := append([]int{0}, r.workers...)
	for _, from := range machines {
		for _, to := range machines {
			if all[from].Sent[to] != all[to].Delivered[from] {
				return false
			}
		}
	}
	return true
}
