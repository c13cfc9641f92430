package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/messages"
)

// CheckpointDirectory is the directory of checkpoints in a run directory.
const CheckpointDirectory = "checkpoints"

func checkpointsOf(directory string) checkpoint.Directory {
	return checkpoint.Directory(filepath.Join(directory, CheckpointDirectory))
}

// due reports whether the schedule wants a checkpoint at this border of a batch.
func (r *run) due() bool {
	byBatches := r.schedule.Every > 0 && r.batches()%r.schedule.Every == 0
	return byBatches || r.schedule.Minutes > 0 && time.Since(r.saved) >= r.schedule.period()
}

func (r *run) batches() int {
	return r.at.batches(r.testbed.dataset.Train.Len(), r.config.Batch)
}

// save writes a checkpoint of the run as it stands and removes those that need
// not be kept. If it fails, those that there were are as they were.
func (r *run) save() error {
	began := time.Now()
	directory := checkpointsOf(r.record.Directory)
	// The run directory itself is not made again: if it is gone, so is the record.
	if err := os.Mkdir(string(directory), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("runs: making a place for checkpoints: %w", err)
	}
	path := directory.Path(uint64(r.batches()))
	w, err := checkpoint.Create(path)
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	defer w.Abandon() // after a good end there is nothing left to remove
	if err := r.write(w); err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	r.saved, r.newest = time.Now(), path
	if err := directory.Keep(r.schedule.Keep); err != nil {
		return fmt.Errorf("runs: removing old checkpoints: %w", err)
	}
	slog.Debug("checkpoint written", "file", path, "took", time.Since(began))
	return nil
}

func (r *run) write(w *checkpoint.Writer) error {
	p := r.at
	p.RunSeconds += time.Since(r.started).Seconds()
	text, err := json.Marshal(newDocument(r.config, p, r.testbed.dataset))
	if err != nil {
		return err
	}
	config, err := r.config.Encode()
	if err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		text []byte
	}{{progressText, text}, {configText, config}} {
		if err := w.Text(part.name, part.text); err != nil {
			return err
		}
	}
	err = r.record.Lines(func(lines io.Reader) error { return w.Stream(metricsText, r.record.Size, lines) })
	if err != nil {
		return err
	}
	if err := r.testbed.activity.save(w); err != nil {
		return err
	}
	if err := r.writeNeurons(w); err != nil {
		return err
	}
	return w.Commit()
}

// writeNeurons writes part by part as the engine hands them out, so that no more
// than a part's neurons are in memory twice.
func (r *run) writeNeurons(w *checkpoint.Writer) error {
	net, core, next := r.testbed.net, 0, 0 // the neuron to write next
	for population := 1; population < len(net.Populations); population++ {
		fired := r.testbed.activity.neurons[population]
		err := r.testbed.engine.States(population, func(states []messages.State) error {
			neurons := make([]checkpoint.Neuron, len(states))
			for i := range states {
				neurons[i] = checkpoint.Neuron{State: states[i], Active: fired[net.Cores[core].First+next+i].Spikes > 0}
			}
			which := checkpoint.Range{Population: population, First: net.Cores[core].First + next, Width: checkpoint.Width(net.Precision)}
			if next += len(states); next == net.Cores[core].Count {
				core, next = core+1, 0
			}
			return w.Neurons(which, neurons)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// kept adds to an error in writing what is safe.
func (r *run) kept(err error) error {
	switch {
	case err == nil:
		return nil
	case r.newest == "":
		return fmt.Errorf("%w; there is no checkpoint yet", err)
	}
	if _, missing := os.Lstat(r.newest); errors.Is(missing, fs.ErrNotExist) {
		return fmt.Errorf("%w; the last checkpoint, %s, is gone too", err, r.newest)
	}
	return fmt.Errorf("%w; the last good checkpoint is %s", err, r.newest)
}
