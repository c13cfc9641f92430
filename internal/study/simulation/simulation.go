package simulation

import (
	"context"
	"fmt"
	"sync"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// segmentLength is the biological time in seconds between two looks at the network. It is
// a round number of windows, and changes nothing in the results.
const segmentLength = 0.1

// Simulation is a network that runs freely.
type Simulation struct {
	net     *network.Network
	engine  network.Engine
	windows *network.Windows
	next    int // window

	lock  sync.Mutex
	fired [][]messages.Spike // of the segment under way, by population

	digests *digests
	Summary *Summary
	Tally   messages.Tally
}

// Build makes an engine of a network.
type Build func(*network.Network, network.Setup) (network.Engine, error)

// New builds a network that runs freely until the end of its sample: the Duration of its
// neurons. Close frees it.
func New(net *network.Network, setup network.Setup, build Build) (*Simulation, error) {
	s := &Simulation{
		net:     net,
		fired:   make([][]messages.Spike, len(net.Populations)),
		digests: newDigests(len(net.Populations)),
		Summary: newSummary(net),
	}
	setup.Endless = true
	setup.Record = s.record
	if setup.Parts == nil {
		setup.Parts = network.Parts{messages.Test: silence{}}
	}
	stages := net.Stages(&setup)
	s.windows = stages[0].Windows
	engine, err := build(net, setup)
	if err != nil {
		return nil, err
	}
	s.engine = engine
	return s, nil
}

// record keeps what a core fires.
func (s *Simulation) record(core topology.Core, _ uint64, samples [][]messages.Spike) {
	if core.ID == messages.InputCore {
		return
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.fired[core.Population] = append(s.fired[core.Population], samples[0]...)
}

// Time is the biological time that has passed, in seconds.
func (s *Simulation) Time() float64 {
	if s.next == 0 {
		return 0
	}
	return min(s.windows.End(s.next-1), s.net.Populations[1].Model.End())
}

// Done reports whether the sample has ended.
func (s *Simulation) Done() bool { return s.next == s.windows.Count }

// Segment runs the network on for a segment, and hands the spikes of each population but the input to visit,
// ordered by (time, neuron). They are lent until it returns.
func (s *Simulation) Segment(ctx context.Context, visit func(population int, spikes []messages.Spike)) error {
	first, end := s.next, s.next+1
	for end < s.windows.Count && s.windows.End(end-1) < s.Time()+segmentLength {
		end++
	}
	finished, err := s.engine.Run(ctx, &messages.Assignment{
		Part: messages.Test, Indices: []int{0}, Labels: []int{0}, Batch: 1, Coalesce: 1, InFlight: 1,
		Segment: &messages.Segment{First: first, End: end},
	}, func([]messages.Outcome) {})
	if err != nil {
		return err
	}
	if finished.Presented == 0 {
		return context.Cause(ctx)
	}
	s.next = end
	s.Tally.Add(finished.Tally)
	for population := 1; population < len(s.fired); population++ {
		spikes := s.fired[population]
		messages.SortSpikes(spikes)
		s.digests.add(population, spikes)
		s.Summary.add(population, spikes)
		visit(population, spikes)
		s.fired[population] = spikes[:0]
	}
	return nil
}

// Digest is a checksum of all spikes so far: of their neurons and the bits of their times.
func (s *Simulation) Digest() messages.Digest { return s.digests.sum() }

// Close frees the network.
func (s *Simulation) Close() error { return s.engine.Close() }

// Network is what runs.
func (s *Simulation) Network() *network.Network { return s.net }

// Engine is what runs the network.
func (s *Simulation) Engine() network.Engine { return s.engine }

// Pace says how fast a simulation goes.
func (s *Simulation) Pace(wall time.Duration) string {
	return fmt.Sprintf("%.3g s of %.3g s, %.3g times real time", s.Time(), s.net.Populations[1].Model.End(), wall.Seconds()/s.Time())
}

// silence is a part of a data set with one sample without spikes.
type silence struct{}

// Len implements datasets.Split.
func (silence) Len() int { return 1 }

// Label implements datasets.Split.
func (silence) Label(int) int { return 0 }

// AppendSpikes implements datasets.Split.
func (silence) AppendSpikes(dst []messages.Spike, _ int) []messages.Spike { return dst }
