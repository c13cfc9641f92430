package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// runDisplay shows how a run goes on: a progress bar on a terminal and a line
// for each epoch everywhere.
type runDisplay struct {
	out      io.Writer
	terminal bool
	epochs   int
	bar      *progressbar.ProgressBar
}

func newRunDisplay(out io.Writer) *runDisplay {
	file, ok := out.(*os.File)
	return &runDisplay{out: out, terminal: ok && term.IsTerminal(int(file.Fd()))}
}

// Started implements runs.Observer.
func (d *runDisplay) Started(c *settings.Config, dataset *datasets.Dataset, directory string) {
	d.epochs = c.Epochs
	fmt.Fprintf(d.out, "%s: %d training and %d test samples, %d inputs, %d classes; record in %s\n",
		dataset.Name, dataset.Train.Len(), dataset.Test.Len(), dataset.Inputs, dataset.Classes, directory)
}

// Phase implements runs.Observer.
func (d *runDisplay) Phase(epoch int, part messages.Part, samples int) {
	if !d.terminal {
		return
	}
	d.close()
	what := part.String()
	if d.epochs > 0 { // a run, not a test by itself
		what = fmt.Sprintf("epoch %d/%d %s", epoch, d.epochs, part)
	}
	d.bar = progressbar.NewOptions(samples,
		progressbar.OptionSetWriter(d.out),
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetItsString("samples"),
		progressbar.OptionShowIts(),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(30),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish())
}

// Presented implements runs.Observer.
func (d *runDisplay) Presented(samples int) {
	if d.bar != nil {
		d.bar.Add(samples) // a terminal that takes no more output is no reason to stop
	}
}

// Epoch implements runs.Observer.
func (d *runDisplay) Epoch(m *record.Metrics) {
	d.close()
	undecided := ""
	if m.TestUndecided > 0 {
		undecided = fmt.Sprintf("  %d of %d undecided", m.TestUndecided, m.TestSamples)
	}
	fmt.Fprintf(d.out, "epoch %*d/%d  train %6.2f %%  test %6.2f %%  loss %6.3f  %5.2f spikes/neuron  %s samples/s%s\n",
		len(fmt.Sprint(d.epochs)), m.Epoch, d.epochs, m.TrainAccuracy, m.TestAccuracy, m.TestLoss, m.SpikesPerNeuron,
		figure.Short(m.SamplesPerSecond), undecided)
}

// close takes the bar away.
func (d *runDisplay) close() {
	if d.bar != nil {
		d.bar.Clear()
		d.bar = nil
	}
}
