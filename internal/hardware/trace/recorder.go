package trace

import (
	"cmp"
	"errors"
	"log/slog"
	"slices"
	"sync"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Recorder writes a trace. Its Record method is what network.Setup.Record asks
// for; cores call it from several goroutines at once.
type Recorder struct {
	mutex   sync.Mutex
	sources int // cores, and the input, that record each sample
	sinks   []sink

	potentials *potentials // or nil

	tracing      bool
	presentation presentation // of the sample that is written next
	assignment   *messages.Assignment
	next         uint64 // its presentation number
	underway     map[uint64]*sample
	free         []*sample
}

// presentation says which sample the events are of.
type presentation struct {
	epoch  int
	part   messages.Part
	number uint64 // of the presentation
	index  int    // of the sample in its part of the data set
	label  int
}

// spike is one event of a sample.
type spike struct {
	messages.Spike
	population int
}

// sample collects the spikes of one sample until every source has recorded it.
type sample struct {
	spikes  []spike
	missing int
}

// sink is a file of events.
type sink interface {
	// sample writes one sample's spikes, which are in order.
	sample(p *presentation, spikes []spike)
	// full says why the file takes no more, or nothing.
	full() string
	name() string
	// finish writes what stands at the end and closes the file.
	finish(reason string) error
}

// New creates the files of a trace; about says what run it is of. Without kinds the
// recorder is nil, and all its methods do nothing.
func New(net *network.Network, placed *placement.Placement, about string, o Options) (*Recorder, error) {
	if len(o.Kinds) == 0 {
		return nil, nil
	}
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if err := o.Serves(net); err != nil {
		return nil, err
	}
	r := &Recorder{sources: len(net.Cores) + 1, underway: map[uint64]*sample{}, potentials: newPotentials(net, &o)}
	var paths *placement.Routes
	if o.Has(Packets) || o.Has(Messages) {
		paths = placement.NewRoutes(&net.Topology, placed)
	}
	for _, file := range o.Files() {
		s, err := create(file, &o)
		if err != nil {
			return nil, errors.Join(err, r.Close("the trace could not be started"))
		}
		if file != o.Table {
			r.sinks = append(r.sinks, newEvents(s, file, about, net, paths, r.potentials, &o))
		} else {
			r.sinks = append(r.sinks, newTable(s, file, net, paths, &o))
		}
	}
	return r, nil
}

// FollowsWeights reports whether an assignment must have no more than one batch that is learned from, since Begin asks
// neurons for their weights.
func (r *Recorder) FollowsWeights() bool { return r != nil && r.potentials != nil }

// Begin starts the samples of an assignment. Its errors are those of asking neurons for their weights.
func (r *Recorder) Begin(epoch int, a *messages.Assignment) error {
	if r == nil {
		return nil
	}
	if r.FollowsWeights() {
		if err := r.potentials.begin(a.Learn); err != nil {
			return err
		}
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.assignment, r.next = a, a.First
	r.presentation = presentation{epoch: epoch, part: a.Part}
	r.tracing = !r.full()
	return nil
}

// End ends the samples of an assignment. What was not presented to the end is left
// out.
func (r *Recorder) End() {
	if r == nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.tracing = false
	clear(r.underway)
}

// Record takes what the neurons of a core, or the input, fired.
func (r *Recorder) Record(core topology.Core, first uint64, samples [][]messages.Spike) {
	if r == nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !r.tracing {
		return
	}
	for s, spikes := range samples {
		of := r.sampleOf(first + uint64(s))
		for i := range spikes {
			of.spikes = append(of.spikes, spike{spikes[i], core.Population})
		}
		of.missing--
	}
	for r.tracing && r.underway[r.next] != nil && r.underway[r.next].missing == 0 {
		r.write()
	}
}

func (r *Recorder) sampleOf(number uint64) *sample {
	s := r.underway[number]
	if s == nil {
		s = &sample{}
		if last := len(r.free) - 1; last >= 0 {
			s, r.free = r.free[last], r.free[:last]
		}
		s.spikes, s.missing = s.spikes[:0], r.sources
		r.underway[number] = s
	}
	return s
}

// write writes the next sample.
func (r *Recorder) write() {
	s, at := r.underway[r.next], r.next-r.assignment.First
	slices.SortFunc(s.spikes, compare)
	p := &r.presentation
	p.number, p.index, p.label = r.next, r.assignment.Indices[at], r.assignment.Labels[at]
	for _, sink := range r.sinks {
		if sink.full() != "" {
			continue
		}
		sink.sample(p, s.spikes)
		if reason := sink.full(); reason != "" {
			slog.Warn("the trace ends here, the run goes on", "file", sink.name(), "reason", reason, "epoch", p.epoch, "part", p.part.String(), "sample", p.number)
		}
	}
	delete(r.underway, r.next)
	r.free = append(r.free, s)
	r.next++
	r.tracing = !r.full()
}

// full reports whether no file takes any more.
func (r *Recorder) full() bool {
	return !slices.ContainsFunc(r.sinks, func(s sink) bool { return s.full() == "" })
}

func compare(x, y spike) int {
	return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.population, y.population), cmp.Compare(x.Source, y.Source), cmp.Compare(x.Grade, y.Grade))
}

// Close ends the files. reason says why the run ended early, or nothing. The
// error is the first in writing a file; a second close does nothing.
func (r *Recorder) Close(reason string) error {
	if r == nil {
		return nil
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.tracing = false
	var failures []error
	for _, sink := range r.sinks {
		failures = append(failures, sink.finish(reason))
	}
	r.sinks = nil
	return errors.Join(failures...)
}
