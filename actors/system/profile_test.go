package system

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// handClock is a clock that a test sets.
type handClock struct{ now time.Duration }

func (c *handClock) read() time.Duration { return c.now }

// slow is a machine whose steps take some time on a clock.
type slow struct {
	clock *handClock
	takes time.Duration
}

// Step implements actors.Machine.
func (s slow) Step(any, actors.Outbox) error {
	s.clock.now += s.takes
	return nil
}

// Of two workers one steps machines for 3+5+7+11+13 ns and then waits with the
// other one, which spins or sleeps all the time but the last 50 of 200 ns.
func TestAProfileBooksStepsByWhatTheyWere(t *testing.T) {
	e := bare(t)
	p := &pool{workers: make([]worker, 2), spinning: 1}
	e.scheduler, e.workers = p, 2
	clock := &handClock{now: 1000}
	failure := errors.New("over")
	got, err := e.Profile(clock.read, func() error {
		for _, step := range []struct {
			role    actors.Role
			message any
			takes   time.Duration
		}{
			{actors.Neuron, &messages.Delivery{}, 3},
			{actors.Neuron, &messages.ArrivingSingle{}, 5},
			{actors.Neuron, &messages.ErrorBroadcasts{}, 7},
			{actors.Core, &messages.ErrorBroadcasts{}, 11},
			{actors.Coordinator, &messages.Halt{}, 13},
		} {
			s := &shell{engine: e, address: actors.Address{Role: step.role}, machine: slow{clock, step.takes}}
			s.step(step.message)
		}
		clock.now = 1100
		p.profile.setWaiting(2)
		clock.now = 1150
		p.profile.setWaiting(0)
		clock.now = 1200
		p.spinning = 0
		return failure
	})
	if !errors.Is(err, failure) {
		t.Errorf("error %v, want that of the work", err)
	}
	want := Profile{Workers: 2, Wall: 200, Integrate: 3 + 5, Learn: 7, Route: 11 + 13, Idle: 100 + 2*50, Mailbox: 2*200 - 8 - 7 - 24 - 200}
	if got != want {
		t.Errorf("profile %+v, want %+v", got, want)
	}
}

// counter is a clock that goes on by 1 ns with every reading.
type counter struct{ readings atomic.Int64 }

func (c *counter) read() time.Duration { return time.Duration(c.readings.Add(1)) }

// Taking a profile changes no bit of the results; its parts are disjoint, so that
// with what is left for the mailboxes they make up the time of all workers; and
// without a profile nobody reads the clock.
func TestAProfileChangesNothingAndAddsUp(t *testing.T) {
	for _, procs := range []int{1, 2, 3} {
		for _, transport := range actors.Transports() {
			name := fmt.Sprintf("procs %d, %s transport", procs, transport)
			var digests [2]messages.Digest
			for i, profiled := range []bool{false, true} {
				e, c := profileCase(t, procs, transport)
				work := func() error {
					_, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
					return err
				}
				run := work
				clock := &counter{}
				if profiled {
					run = func() error {
						p, err := e.Profile(clock.read, work)
						checkProfile(t, name, p, procs)
						return err
					}
				}
				// Learning twice on end, and a last time without a profile.
				for _, once := range []func() error{run, run, work} {
					if err := once(); err != nil {
						t.Fatal(err)
					}
				}
				readings := clock.readings.Load()
				if err := work(); err != nil {
					t.Fatal(err)
				}
				if after := clock.readings.Load(); after != readings {
					t.Errorf("%s: the clock is read %d times without a profile", name, after-readings)
				}
				var err error
				if digests[i], err = e.Digest(); err != nil {
					t.Fatal(err)
				}
				if err := e.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if digests[0] != digests[1] {
				t.Errorf("%s: digest %s with a profile, %s without", name, digests[1], digests[0])
			}
		}
	}
}

// profileCase builds a small network for n CPU cores.
func profileCase(t *testing.T, procs int, transport actors.Transport) (*Engine, networktest.Case) {
	t.Helper()
	c := networktest.Random(3)
	return newEngineWith(t, c, network.Setup{CPUCores: procs}, transport), c
}

func checkProfile(t *testing.T, name string, p Profile, workers int) {
	t.Helper()
	if p.Workers != workers {
		t.Errorf("%s: %d workers, want %d", name, p.Workers, workers)
	}
	if p.Integrate <= 0 || p.Learn <= 0 || p.Route <= 0 || p.Idle < 0 || p.Mailbox < 0 {
		t.Errorf("%s: %+v, want time for every kind of step and none below 0", name, p)
	}
	sum := p.Integrate + p.Learn + p.Route + p.Idle + p.Mailbox
	if want := time.Duration(p.Workers) * p.Wall; sum != want {
		t.Errorf("%s: the parts add up to %v, want %v", name, sum, want)
	}
}
