package runs

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"sync"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// restorer gives the neurons of a network their states from a checkpoint while the
// newNetwork is built. Cores are built side by side, each with a cursor of its own
// from which its neurons are read in order.
type restorer struct {
	cores   []topology.Core
	cursors []*checkpoint.Cursor

	mutex   sync.Mutex
	failure error // the first
}

// restore prepares a network to be built in a checkpoint's state. The checkpoint
// has to stay open until it is.
func restore(net *network.Network, file *checkpoint.File, activity *activity) (*restorer, error) {
	r := &restorer{cores: net.Cores}
	neurons := 0
	for _, core := range net.Cores {
		cursor, err := file.Neurons(checkpoint.Range{
			Population: core.Population, First: core.First, Count: core.Count, Width: checkpoint.Width(net.Precision),
		})
		if err != nil {
			return nil, err
		}
		r.cursors = append(r.cursors, cursor)
		neurons += core.Count
	}
	if got := file.Count(); got != neurons {
		return nil, fmt.Errorf("checkpoint %s can't be used: it has %d neurons, the network has %d", file.Path, got, neurons)
	}
	return r, activity.restore(file)
}

// initial implements network.Initial.
func (r *restorer) initial(population, index int) (messages.State, bool) {
	core, found := slices.BinarySearchFunc(r.cores, index, func(c topology.Core, index int) int {
		switch {
		case c.Population != population:
			return cmp.Compare(c.Population, population)
		case c.First+c.Count <= index:
			return -1
		case c.First > index:
			return 1
		}
		return 0
	})
	if !found {
		return messages.State{}, false
	}
	n, err := r.cursors[core].Next()
	if err != nil {
		r.fail(err)
	}
	return n.State, true
}

func (r *restorer) fail(err error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.failure == nil {
		r.failure = err
	}
}

// finish checks, once the network is built, that nothing was left out.
func (r *restorer) finish() error {
	if r.failure != nil {
		return r.failure
	}
	for _, cursor := range r.cursors {
		if _, err := cursor.Next(); err != io.EOF {
			return err
		}
	}
	return nil
}
