package network

import (
	"runtime"

	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Initial gives the state in which a neuron of a population starts, in place of
// the one that the spec determines, or false to leave it. The state's lengths must
// be those of the neuron; an engine that gets others cannot be built.
type Initial func(population, neuron int) (messages.State, bool)

// Record gets what the neurons of a core, or the input (InputCore), fired in the
// samples first, first+1, … of an envelope: each sample's spikes by (time, source).
// The slices are only lent, until it returns.
type Record func(core topology.Core, first uint64, samples [][]messages.Spike)

// Scheduler says which goroutines run actors.
type Scheduler string

const (
	// PoolScheduler has as many goroutines as CPU cores, which run the actors that have messages.
	PoolScheduler Scheduler = "pool"
	// GoroutineScheduler gives every actor a goroutine of its own, which waits for messages as long as the
	// actor lives.
	GoroutineScheduler Scheduler = "goroutine"
)

// Schedulers lists the allowed values.
func Schedulers() []Scheduler { return []Scheduler{PoolScheduler, GoroutineScheduler} }

// Setup is what an engine is built with besides the network. An engine calls its
// functions from several goroutines at once; those that are nil it leaves out.
type Setup struct {
	Parts    Parts // of the data set, which assignments may name
	CPUCores int   // that work on neurons at a time; 0 is all that Go uses
	// Scheduler says which goroutines run actors; empty is PoolScheduler. It changes nothing in the results.
	Scheduler Scheduler
	// Window is how long a window is where populations form a cycle, as a share of the smallest delay
	// there: up to 1, 0 for the longest that is exact. It changes nothing in the results.
	Window float64
	// Endless makes one stage of the whole network, for assignments with segments of an endless sample.
	Endless bool

	Initial          Initial
	Record           Record
	RecordsTestsOnly bool // leaves out of Record what the neurons learn from
}

// Recorder is what gets the spikes of samples that are learned from, or of others,
// or nil.
func (s *Setup) Recorder(learn bool) Record {
	if learn && s.RecordsTestsOnly {
		return nil
	}
	return s.Record
}

// Workers is the number of goroutines that work on neurons, 1 or more.
func (s *Setup) Workers() int {
	if s.CPUCores == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return s.CPUCores
}
