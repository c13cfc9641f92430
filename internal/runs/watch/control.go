package watch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sfdfa-actors/internal/parallel"
)

// Action is something that may be asked of a run.
type Action string

// The actions.
const (
	Pause      Action = "pause"
	Continue   Action = "continue"
	Step       Action = "step"       // one batch, and pause
	Checkpoint Action = "checkpoint" // write one at the next border
	Stop       Action = "stop"       // as Ctrl-C does
)

// Actions lists the actions.
func Actions() []Action { return []Action{Pause, Continue, Step, Checkpoint, Stop} }

// Errors of what is asked of a run.
var (
	ErrAction = errors.New("unknown action")
	ErrEnded  = errors.New("the run has ended")
	ErrBusy   = errors.New("the run is asked for too much at a time")
)

// control is what people want of a run.
type control struct {
	began   time.Time
	paused  bool
	steps   int // batches to present though it is paused
	save    bool
	ended   bool
	over    chan struct{} // closed when the run has ended
	asks    []func()
	cut     context.CancelFunc // ends the segment under way, or nil
	changed parallel.Signal    // for a run that is paused
}

// mostAsks bounds the questions that wait for the border of a batch.
const mostAsks = 16

// pending reports whether a border is wanted as soon as can be.
func (c *control) pending() bool { return c.paused && c.steps == 0 || c.save || len(c.asks) > 0 }

// end lets go of whoever still waits for an answer.
func (c *control) end() {
	if !c.ended {
		close(c.over)
	}
	c.ended, c.asks = true, nil
}

// cut ends the segment under way at the next border.
func (w *Watch) cut() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.cutLocked()
}

func (w *Watch) cutLocked() {
	if w.control.cut != nil {
		w.control.cut()
	}
	w.control.changed.Raise()
}

// Do asks the run for something, which it does at the border of the batch under way: it tells its coordinator to halt.
func (w *Watch) Do(action Action) error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.control.ended {
		return ErrEnded
	}
	switch action {
	case Pause:
		w.control.paused, w.control.steps = true, 0
		if w.state.State == Running {
			w.state.State = Pausing
		}
	case Continue:
		w.control.paused, w.control.steps = false, 0
		w.state.State = Running
	case Step:
		w.control.paused = true
		w.control.steps = 1
	case Checkpoint:
		w.control.save = true
	case Stop:
		w.interrupt()
	default:
		return fmt.Errorf("%w %q, allowed: %s", ErrAction, string(action), actionNames())
	}
	w.publishState()
	w.cutLocked()
	return nil
}

func actionNames() string {
	var names []string
	for _, a := range Actions() {
		names = append(names, string(a))
	}
	return strings.Join(names, ", ")
}

// Ask has the run answer a question at the border of the batch under way, and waits for that.
func (w *Watch) Ask(ctx context.Context, question func()) error {
	answered := make(chan struct{})
	w.mutex.Lock()
	switch {
	case w.control.ended || w.source.Engine == nil:
		w.mutex.Unlock()
		return ErrEnded
	case len(w.control.asks) >= mostAsks:
		w.mutex.Unlock()
		return ErrBusy
	}
	w.control.asks = append(w.control.asks, func() {
		defer close(answered)
		if ctx.Err() == nil { // else nobody waits any more
			question()
		}
	})
	w.cutLocked()
	w.mutex.Unlock()
	select {
	case <-answered:
		return nil
	case <-w.control.over:
		return ErrEnded
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// obey does what was asked for, and reports whether the run is to wait. An error in writing a checkpoint ends the run.
func (w *Watch) obey() (paused bool, err error) {
	w.mutex.Lock()
	asks, save := w.control.asks, w.control.save
	w.control.asks, w.control.save, w.control.cut = nil, false, nil
	w.mutex.Unlock()
	for _, answer := range asks {
		answer()
	}
	if save && w.source.Save != nil {
		if err := w.source.Save(); err != nil {
			return false, err
		}
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if save {
		w.state.Saved++
	}
	paused = w.control.paused && w.control.steps == 0
	before := w.state.State
	w.state.State = Running
	if paused {
		w.state.State = Paused
	}
	if save || before != w.state.State {
		w.publishState()
	}
	return paused, nil
}
