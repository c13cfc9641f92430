//go:build unix

package distributed

import (
	"context"
	"syscall"
	"testing"
	"time"

	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// repeated is an assignment with its samples over and over.
func repeated(a messages.Assignment, samples int) messages.Assignment {
	indices, labels := a.Indices, a.Labels
	a.Indices, a.Labels = nil, nil
	for i := range samples {
		a.Indices = append(a.Indices, indices[i%len(indices)])
		a.Labels = append(a.Labels, labels[i%len(labels)])
	}
	return a
}

// With a worker that stands still for a while and a window that holds little, what waits
// for it stays bounded, by what is admitted at a time, however many samples there are;
// and it all arrives.
func TestNothingPilesUpForASlowWorker(t *testing.T) {
	t.Parallel()
	const samples = 1000 // far more than are admitted at a time
	s := testSettings()
	s.Window, s.Patience = minWindow, time.Minute
	workers := startWorkers(t, 2)
	c := coordinateWith(t, s, workers...)
	e, err := buildOn(t, c, faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []messages.Assignment{networktest.Random(faultSeed).Train, networktest.Random(faultSeed).Test} {
		a = repeated(a, samples)
		a.Batch, a.Coalesce, a.InFlight = 20, 1, 40
		frozen, seen := false, 0
		finished, err := e.Run(context.Background(), &a, func(outcomes []messages.Outcome) {
			seen += len(outcomes)
			if !frozen && seen > samples/3 {
				frozen = true
				workers[1].signal(t, syscall.SIGSTOP)
				time.AfterFunc(time.Second, func() { _ = workers[1].command.Process.Signal(syscall.SIGCONT) })
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if finished.Presented != samples || seen != samples || !frozen {
			t.Errorf("%d samples are presented, %d outcomes known, a worker stood still: %v", finished.Presented, seen, frozen)
		}
	}
	for _, l := range e.session.router.links[1:] {
		l.lock.Lock()
		sent, waiting, most := l.sent, l.queued, l.maxQueued
		l.lock.Unlock()
		if waiting > 0 || most == 0 || int64(most) > sent/10 {
			t.Errorf("to %s %d bytes were sent, %d wait, at most %d have waited; want none, some, and less than a tenth", l.name, sent, waiting, most)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}
