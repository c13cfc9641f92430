package progress

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// severalInterval is how often several runs say how they go on where there is no terminal.
const severalInterval = 30 * time.Second

// Several shows how several runs go on that take turns or go on side by side: a bar on a terminal, a line now and then
// elsewhere. Its functions may be called by several goroutines.
type Several struct {
	out        io.Writer
	begun      func()
	isTerminal bool
	began      time.Time
	bar        *progressbar.ProgressBar
	ended      chan struct{}
	watching   <-chan struct{}

	mutex           sync.Mutex // guards the rest
	total, finished int        // runs
	underWay        map[string]*one
	before          float64 // share that was done before
}

// NewSeveral returns a display on a terminal, or elsewhere. begun is called once a run has begun. It is to be closed.
func NewSeveral(out io.Writer, begun func()) *Several {
	s := &Several{out: out, begun: begun, underWay: map[string]*one{}}
	if file, ok := out.(*os.File); ok {
		s.isTerminal = term.IsTerminal(int(file.Fd()))
	}
	return s
}

// Started implements sweep.Observer.
func (s *Several) Started(runs, finished int) {
	s.total, s.finished, s.before = runs, finished, float64(finished)/float64(max(1, runs))
	s.began, s.ended = time.Now(), make(chan struct{})
	interval := severalInterval
	if s.isTerminal {
		interval = barInterval
		s.bar = progressbar.NewOptions(barSteps, progressbar.OptionSetWriter(s.out), progressbar.OptionSetPredictTime(false),
			progressbar.OptionSetElapsedTime(false), progressbar.OptionSetWidth(20), progressbar.OptionClearOnFinish())
	} else {
		fmt.Fprintf(s.out, "%s, %d of them finished before\n", numeral.Several(runs, "run"), finished)
	}
	s.watching = parallel.Begin(func() {
		again := time.NewTicker(interval)
		defer again.Stop()
		for {
			select {
			case <-s.ended:
				return
			case <-again.C:
				s.say(time.Since(s.began))
			}
		}
	})
}

// barSteps is how finely a bar shows the share that is done.
const barSteps = 1000

// say shows how far the runs are after some time.
func (s *Several) say(elapsed time.Duration) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	text := s.text(elapsed)
	if s.bar == nil {
		fmt.Fprintln(s.out, text)
		return
	}
	s.bar.Describe(text)
	_ = s.bar.Set(int(barSteps * s.share())) // a terminal that takes no more output is no reason to stop
}

// text says how far the runs are.
func (s *Several) text(elapsed time.Duration) string {
	text := fmt.Sprintf("%d of %d runs finished, %d under way, %v so far", s.finished, s.total, len(s.underWay), elapsed.Round(time.Second))
	done := s.share() - s.before
	if left := 1 - s.share(); done > 0 && left > 0 {
		text += fmt.Sprintf(", about %v left", time.Duration(float64(elapsed)*left/done).Round(time.Second))
	}
	return text
}

// share is how much of all runs is done.
func (s *Several) share() float64 {
	done := float64(s.finished)
	for _, run := range s.underWay {
		done += run.share()
	}
	return done / float64(max(1, s.total))
}

// Run implements sweep.Observer.
func (s *Several) Run(name string) runs.Observer {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.underWay[name] = &one{of: s}
	return s.underWay[name]
}

// Finished implements sweep.Observer.
func (s *Several) Finished(name string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.underWay, name)
	s.finished++
}

// Close takes away what is shown for the moment.
func (s *Several) Close() {
	if s.ended == nil {
		return
	}
	close(s.ended)
	<-s.watching
	if s.bar != nil {
		_ = s.bar.Clear()
	}
}

// one is told how one of the runs goes on.
type one struct {
	of *Several

	epochs, epoch  int
	samples, shown int // of the epoch under way
}

// share is how much of the run is done.
func (o *one) share() float64 {
	if o.epochs == 0 || o.epoch == 0 {
		return 0
	}
	return (float64(o.epoch-1) + min(1, float64(o.shown)/float64(max(1, o.samples)))) / float64(o.epochs)
}

// Chosen implements runs.Observer.
func (o *one) Chosen(*settings.Config, *calibration.Report) {}

// Started implements runs.Observer.
func (o *one) Started(c *settings.Config, dataset *datasets.Dataset, _ string) {
	o.of.mutex.Lock()
	defer o.of.mutex.Unlock()
	o.of.begun()
	o.epochs, o.samples = c.Epochs, dataset.Train.Len()+dataset.Test.Len()
	if dataset.Validation != nil {
		o.samples += dataset.Validation.Len()
	}
}

// Phase implements runs.Observer.
func (o *one) Phase(epoch int, _ messages.Part, _ int) {
	o.of.mutex.Lock()
	defer o.of.mutex.Unlock()
	if epoch != o.epoch {
		o.epoch, o.shown = epoch, 0
	}
}

// Presented implements runs.Observer.
func (o *one) Presented(outcomes []messages.Outcome) {
	o.of.mutex.Lock()
	defer o.of.mutex.Unlock()
	o.shown += len(outcomes)
}

// Epoch implements runs.Observer.
func (o *one) Epoch(*record.Metrics) {}
