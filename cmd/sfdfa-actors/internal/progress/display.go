// Package progress shows a person how a run goes on: how far it is, how fast, and how long it will still take.
package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// How often a run that goes on says so: a bar on a terminal, lines elsewhere.
const (
	barInterval  = 200 * time.Millisecond
	lineInterval = 30 * time.Second
)

// Display shows how a run goes on: a bar for the run and one for the pass under way on a terminal, a line now and then
// elsewhere, and a line for each epoch everywhere.
type Display struct {
	begun   func()
	out     io.Writer
	columns func() int // of the terminal; nil where there is none
	pace    watch.Pace
	what    string // under way
	said    time.Time
	drawn   int           // columns of the bars on the terminal
	built   chan struct{} // closed once the network stands
}

// New returns a display on a terminal, or elsewhere. begun is called once a run has begun.
func New(out io.Writer, begun func()) *Display {
	return &Display{begun: begun, out: out, pace: watch.Pace{Now: time.Now}, columns: columnsOf(out)}
}

// columnsOf returns a function that says how wide a terminal is, or nil where there is none.
func columnsOf(out io.Writer) func() int {
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return func() int {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 {
			return columns
		}
		return usualColumns
	}
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
}

// Presented implements runs.Observer.
func (d *Display) Presented(outcomes []messages.Outcome) {
	d.pace.Presented(outcomes)
	now := d.pace.Now()
	if d.columns != nil {
		if now.Sub(d.said) >= barInterval {
			d.said = now
			d.draw(d.bars(d.columns()))
		}
		return
	}
	if now.Sub(d.said) >= lineInterval {
		d.said = now
		fmt.Fprintf(d.out, "%s: %d of %d samples%s, of late %s%s\n", d.what, d.pace.Done, d.pace.Samples, d.pace.OfRun(), d.pace.Accuracy(), d.pace.Text())
	}
}

// draw puts a line in place of the one before; a terminal that takes no more output is no reason to stop.
func (d *Display) draw(line string) {
	columns := utf8.RuneCountInString(line)
	fmt.Fprintf(d.out, "\r%s%s\r", line, strings.Repeat(" ", max(0, d.drawn-columns)))
	d.drawn = columns
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
		numeral.Short(m.SamplesPerSecond), undecided)
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
	if d.drawn > 0 {
		d.draw("")
	}
}
