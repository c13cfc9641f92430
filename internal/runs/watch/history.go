package watch

import (
	"context"
	"fmt"

	"sfdfa-actors/internal/hardware/mesh"
)

// history keeps what each core did at some of the last looks.
type history struct {
	cores [][]float32 // operations of each core in a sample, or in a second of a free run, at each look
}

// Bounds of a history.
const (
	mostLooks = 120
	mostKept  = 1 << 20 // numbers
)

func (h *history) add(load *mesh.Load, n float64) {
	row := make([]float32, len(load.Cores))
	for c := range load.Cores {
		total := load.Cores[c].Total()
		row[c] = float32(float64(total.SynapticOperations()) / n)
	}
	if looks := len(h.cores); looks >= mostLooks || (looks+1)*len(row) > mostKept {
		if looks == 0 {
			return
		}
		h.cores = append(h.cores[:0], h.cores[1:]...)
	}
	h.cores = append(h.cores, row)
}

// Core is one core with its neurons.
type Core struct {
	MeshCore
	History []float32    `json:"history"` // operations a sample, at the last looks
	Fired   []CoreNeuron `json:"fired"`   // its neurons
	Omitted int          `json:"omitted"` // neurons beyond those here
}

// CoreNeuron is a neuron on a core.
type CoreNeuron struct {
	Population int `json:"population"`
	Neuron     int `json:"neuron"`
	Spikes     int `json:"spikes"` // in the last sample
}

// mostNeurons bounds the neurons of a Core.
const mostNeurons = 2000

// Core asks the run for one of its cores, at the border of the batch under way.
func (w *Watch) Core(ctx context.Context, number int) (c *Core, err error) {
	asked := w.Ask(ctx, func() { c, err = w.core(number) })
	if asked != nil {
		return nil, asked
	}
	return c, err
}

// recent is what the mesh shows: a load, and the number of samples that it is of, or of seconds.
func (w *Watch) recent() (load *mesh.Load, n float64) {
	if w.free != nil {
		return w.source.Recent()
	}
	load = w.source.Epoch()
	return load, float64(max(1, load.Samples))
}

func (w *Watch) core(number int) (*Core, error) {
	if w.source.Picture == nil {
		return nil, fmt.Errorf("%w: there is no mesh", ErrNotThere)
	}
	cores := w.source.Picture.Placement.Cores
	if number < 0 || number >= len(cores) {
		return nil, fmt.Errorf("%w: core is %d, allowed: from 0 to %d", ErrNotThere, number, len(cores)-1)
	}
	load, n := w.recent()
	c := &Core{MeshCore: coreOf(number, &cores[number], &load.Cores[number], n)}
	w.mutex.Lock()
	for _, row := range w.history.cores {
		c.History = append(c.History, row[number])
	}
	w.mutex.Unlock()
	fired := w.raster.counts()
	for _, group := range cores[number].Groups {
		for k := range group.Count {
			if len(c.Fired) == mostNeurons {
				c.Omitted++
				continue
			}
			neuron := group.Neuron(k)
			c.Fired = append(c.Fired, CoreNeuron{group.Population, neuron, fired[place{group.Population, int32(neuron)}]})
		}
	}
	return c, nil
}
