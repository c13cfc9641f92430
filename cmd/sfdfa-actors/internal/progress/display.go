// Package progress shows a person how a run goes on: how far it is, how fast, and how long it will still take.
package progress

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// How often a run that goes on says so: a bar on a terminal, lines elsewhere.
const (
	barInterval  = time.Second
	lineInterval = 10 * time.Second
)

// Display shows how a run goes on: a progress bar on a terminal, a line now and then
// elsewhere, and a line for each epoch everywhere.
type Display struct {
	begun   func()
	out     io.Writer
	columns int // of the terminal; 0 is none
	pace    watch.Pace
	what    string // under way
	said    time.Time
	bar     *progressbar.ProgressBar
	built   chan struct{} // closed once the network stands
}

// New returns a display on a terminal, or elsewhere. begun is called once a run has begun.
func New(out io.Writer, begun func()) *Display {
	d := &Display{begun: begun, out: out, pace: watch.Pace{Now: time.Now}}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		d.columns = 80
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
			d.columns = columns
		}
	}
	return d
}

// Building says now and then that there is no network yet, until there is one or the display is closed.
func (d *Display) Building() {
	d.built = make(chan struct{})
	built := d.built
	parallel.Begin(func() {
		began := time.Now()
		again := time.NewTicker(lineInterval)
		defer again.Stop()
		for {
			select {
			case <-built:
				return
			case <-again.C:
				fmt.Fprintf(d.out, "loading data and building the network, %v so far\n", time.Since(began).Round(time.Second))
			}
		}
	})
}

// Started implements runs.Observer.
func (d *Display) Started(c *settings.Config, dataset *datasets.Dataset, directory string) {
	d.endBuilding()
	d.begun()
	d.pace.Start(c.Epochs, dataset)
	fmt.Fprintf(d.out, "%s: %d training and %d test samples, %d inputs, %d classes; record in %s\n",
		dataset.Name, dataset.Train.Len(), dataset.Test.Len(), dataset.Inputs, dataset.Classes, directory)
}

// Phase implements runs.Observer.
func (d *Display) Phase(epoch int, part messages.Part, samples int) {
	d.Close()
	d.pace.Phase(epoch, part, samples)
	d.said = d.pace.Now()
	d.what = part.String()
	if d.pace.Epochs > 0 { // a run, not a test by itself
		d.what = fmt.Sprintf("epoch %d/%d %s", epoch, d.pace.Epochs, part)
	}
	if d.columns == 0 {
		return
	}
	const beside = 75 // columns for what stands beside the bar
	d.bar = progressbar.NewOptions(samples,
		progressbar.OptionSetWriter(d.out),
		progressbar.OptionSetDescription(d.what),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionShowCount(),
		progressbar.OptionSetWidth(min(30, max(5, d.columns-beside))),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish())
}

// Presented implements runs.Observer.
func (d *Display) Presented(samples int) {
	d.pace.Presented(samples)
	now := d.pace.Now()
	if d.bar == nil {
		if now.Sub(d.said) >= lineInterval {
			d.said = now
			fmt.Fprintf(d.out, "%s: %d of %d samples%s\n", d.what, d.pace.Done, d.pace.Samples, d.pace.Text())
		}
		return
	}
	if now.Sub(d.said) >= barInterval {
		d.said = now
		d.bar.Describe(d.what + d.pace.Text())
	}
	d.bar.Add(samples) // a terminal that takes no more output is no reason to stop
}

// Epoch implements runs.Observer.
func (d *Display) Epoch(m *record.Metrics) {
	d.Close()
	undecided := ""
	if m.TestUndecided > 0 {
		undecided = fmt.Sprintf("  %d of %d undecided", m.TestUndecided, m.TestSamples)
	}
	epochs := d.pace.Epochs
	fmt.Fprintf(d.out, "epoch %*d/%d  train %6.2f %%  test %6.2f %%  loss %6.3f  %5.2f spikes/neuron  %s samples/s%s\n",
		len(fmt.Sprint(epochs)), m.Epoch, epochs, m.TrainAccuracy, m.TestAccuracy, m.TestLoss, m.SpikesPerNeuron,
		figure.Short(m.SamplesPerSecond), undecided)
}

func (d *Display) endBuilding() {
	if d.built != nil {
		close(d.built)
		d.built = nil
	}
}

// Close takes away what is shown for the moment.
func (d *Display) Close() {
	d.endBuilding()
	if d.bar != nil {
		d.bar.Clear()
		d.bar = nil
	}
}
