package reference

import (
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/messages"
)

// takeTurns takes a batch, or the segment of an endless sample, through a stage window by window. In a window the populations
// come one after the other; what one fires waits at those that it reaches.
func (e *Engine) takeTurns(stage *network.Stage, batch messages.Batch, segment *messages.Segment, tally *messages.Tally) error {
	first, end := 0, stage.Windows.Count
	if segment != nil {
		first, end = segment.First, segment.End
	}
	for _, population := range stage.Populations {
		layer := e.layers[population-1]
		if first == 0 {
			layer.line.Start(batch.Size)
		}
		early := layer.gather(e.fired, stage)
		if segment == nil {
			layer.line.SetEarly(early)
		} else {
			late := layer.line.Late(0)
			*late = append(*late, early[0]...)
		}
	}
	for _, population := range stage.Populations {
		for s := range e.fired[population] {
			e.fired[population][s] = e.fired[population][s][:0]
		}
	}
	for w := first; w < end; w++ {
		window := messages.Window{
			Until: stage.Windows.End(w), Last: w == stage.Windows.Count-1 && segment == nil,
		}
		for _, population := range stage.Populations {
			if err := e.takeTurn(stage, population, batch, stage.Windows.Start(w), &window, tally); err != nil {
				return err
			}
		}
		for _, population := range stage.Populations {
			e.await(stage, population, false)
		}
	}
	return nil
}

// takeTurn takes a batch through one window of one population of a stage, which starts at a time in seconds.
func (e *Engine) takeTurn(stage *network.Stage, population int, batch messages.Batch, start float64, window *messages.Window, tally *messages.Tally) error {
	layer := e.layers[population-1]
	arrivals := layer.line.TakeArrivals(window.Until)
	if layer.distributors[0].Accumulates() {
		if err := layer.addWindow(e.workers, batch, arrivals[0], start, window); err != nil {
			return err
		}
	} else {
		layer.distribute(batch.First, arrivals)
		if err := layer.present(e.workers, batch, window); err != nil {
			return err
		}
	}
	layer.tally(tally)
	layer.release() // the neurons have copied what they learn from
	layer.turn = neuron.Resized(layer.turn, batch.Size)
	if err := layer.collect(e.workers, batch, layer.turn); err != nil {
		return err
	}
	for s, spikes := range layer.turn {
		e.fired[population][s] = append(e.fired[population][s], spikes...)
	}
	e.await(stage, population, true)
	return nil
}

// await lets what a population has fired in a window wait at those of the stage that it reaches at once, or at the others.
func (e *Engine) await(stage *network.Stage, population int, atOnce bool) {
	for _, to := range stage.Populations {
		target := e.layers[to-1]
		if !slices.Contains(target.afferents, population) || e.net.ArrivesAtOnce(population, to) != atOnce {
			continue
		}
		for s, spikes := range e.layers[population-1].turn {
			late := target.line.Late(s)
			*late = target.conduction.Append(*late, population, spikes...)
		}
	}
}
