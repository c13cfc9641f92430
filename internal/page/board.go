package page

import (
	"context"
	"slices"
	"sync"

	"sfdfa-actors/internal/runs/watch"
)

// Run is one run that is shown.
type Run interface {
	// Events is where the run is to be seen.
	Events() *watch.Feed
	// Read says that somebody reads the events until done is called, Scrape that somebody asks for metrics.
	Read() (done func())
	Scrape()
	// State is how far the run is now, Process what its process needs, or nil.
	State() watch.State
	Process() *watch.Process
	// Do asks something of the run.
	Do(action watch.Action) error
	// Core and Neuron ask for a core and for a neuron.
	Core(ctx context.Context, number int) (*watch.Core, error)
	Neuron(ctx context.Context, population, index int) (*watch.Neuron, error)
}

var _ Run = (*watch.Watch)(nil)

// mostRuns is the number of runs that a board keeps: the last ones.
const mostRuns = 64

// Board has the runs that a server shows. It is safe for concurrent use.
type Board struct {
	mutex sync.Mutex
	runs  []Run
}

// Add adds a run, and lets the oldest go once there are many.
func (b *Board) Add(r Run) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.runs) == mostRuns {
		b.runs = slices.Delete(b.runs, 0, 1)
	}
	b.runs = append(b.runs, r)
}

// Runs are those on the board, the oldest first.
func (b *Board) Runs() []Run {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return slices.Clone(b.runs)
}

// run is the one with a name, or the newest one for none.
func (b *Board) run(name string) Run {
	runs := b.Runs()
	for i := len(runs) - 1; i >= 0; i-- {
		if name == "" || runs[i].Events().Run() == name {
			return runs[i]
		}
	}
	return nil
}
