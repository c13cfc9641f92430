package runs

import (
	"fmt"
	"math"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// progress is where a run stands at the border of a batch. With the neurons, the
// config and the metrics so far it is all that the rest of the run depends on:
// every random number is a function of the seed and of these positions.
type progress struct {
	Epochs    int            `json:"epochs"`               // finished: trained and tested
	Presented int            `json:"presented"`            // training samples of the epoch after them
	Score     record.Score   `json:"score"`                // of those samples
	Tally     messages.Tally `json:"tally"`                // of those samples
	Seconds   float64        `json:"seconds"`              // that training on them took
	WireBytes int64          `json:"wire_bytes,omitempty"` // that machines sent each other meanwhile

	Load *mesh.Load `json:"load,omitempty"` // of the finished epochs

	Trained      int     `json:"trained"`       // training samples over all epochs
	TrainSeconds float64 `json:"train_seconds"` // that training on them took
	RunSeconds   float64 `json:"run_seconds"`   // of the whole run
	Resumed      int     `json:"resumed"`       // times that the run was resumed
}

// nextEpoch takes the epoch under way as finished.
func (p *progress) nextEpoch() {
	p.Epochs++
	p.Presented, p.Score, p.Tally, p.Seconds, p.WireBytes = 0, record.Score{}, messages.Tally{}, 0, 0
}

// batches is the number of batches that the run has learned from.
func (p *progress) batches(samples, batch int) int {
	return p.Epochs*batchesIn(samples, batch) + batchesIn(p.Presented, batch)
}

func batchesIn(samples, batch int) int { return (samples + batch - 1) / batch }

// check refuses a progress that no run with the config makes.
func (p *progress) check(c *settings.Config, samples int) error {
	switch {
	case p.Epochs < 0 || p.Epochs > c.Epochs:
		return fmt.Errorf("it has %d epochs, the run has %d", p.Epochs, c.Epochs)
	case p.Presented < 0 || p.Presented > samples || p.Presented%c.Batch != 0 && p.Presented != samples:
		return fmt.Errorf("it stands at sample %d, no border of a batch of %d among %d", p.Presented, c.Batch, samples)
	}
	return nil
}

// Names of the texts in a checkpoint.
const (
	progressText = "run"     // a document
	configText   = "config"  // as config.yaml
	metricsText  = "metrics" // as metrics.jsonl
)

// document is what a checkpoint says of the run besides its config and metrics.
type document struct {
	Progress        progress           `json:"progress"`
	Inputs          int                `json:"inputs"` // of the data set
	Classes         int                `json:"classes"`
	TrainingSamples int                `json:"training_samples"`
	Machine         record.Machine     `json:"machine"`
	Version         record.VersionInfo `json:"version"`
}

func newDocument(c *settings.Config, p progress, dataset *datasets.Dataset) document {
	return document{
		Progress: p, Inputs: dataset.Inputs, Classes: dataset.Classes, TrainingSamples: dataset.Train.Len(),
		Machine: record.ThisMachine(c.Procs), Version: record.Version(),
	}
}

// check refuses a document that no run with the config writes.
func (d *document) check(c *settings.Config) error {
	for _, size := range []struct {
		name  string
		value int
	}{{"inputs", d.Inputs}, {"classes", d.Classes}, {"training samples", d.TrainingSamples}} {
		if size.value < 1 || size.value > math.MaxInt32 {
			return fmt.Errorf("it was made on %d %s, allowed: from 1 to %d", size.value, size.name, math.MaxInt32)
		}
	}
	return d.Progress.check(c, d.TrainingSamples)
}

// holds refuses a network that the checkpoint is not of, before anything of its
// sizes is set aside: the file has its neurons, and a count for each of its inputs.
func (d *document) holds(c *settings.Config, file *checkpoint.File) error {
	if counts := len(file.Text(countsText(0))); counts < d.Inputs {
		return fmt.Errorf("it was made on %d inputs, allowed: up to the %d bytes of their spike counts", d.Inputs, counts)
	}
	neurons := file.Count()
	left := neurons - d.Classes
	for _, layer := range c.Layers {
		if left -= min(layer, math.MaxInt32); left < 0 {
			break
		}
	}
	if left != 0 {
		return fmt.Errorf("it has %d neurons, allowed: those of the populations %v and of %d classes", neurons, c.Layers, d.Classes)
	}
	return nil
}

// fits refuses another data set than the one that the checkpoint was made with.
func (d *document) fits(c *settings.Config, dataset *datasets.Dataset) error {
	for _, part := range []struct {
		name      string
		got, want int
	}{
		{"inputs", dataset.Inputs, d.Inputs},
		{"classes", dataset.Classes, d.Classes},
		{"training samples", dataset.Train.Len(), d.TrainingSamples},
	} {
		if part.got != part.want {
			return fmt.Errorf("it was made on %d %s, the data set %s has %d", part.want, part.name, c.Dataset, part.got)
		}
	}
	return nil
}
