package system

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// event is a message that reaches a kind of actor.
type event struct {
	role actors.Role
	kind string // of the message, with what tells two ways of it apart
}

func (e event) String() string { return e.kind + " to " + actors.Address{Role: e.role}.String() }

func eventOf(role actors.Role, message any) event {
	kind := fmt.Sprintf("%T", message)
	switch message := message.(type) {
	case *messages.StateRequest:
		kind += fmt.Sprintf(" digest %v", message.DigestOnly)
	case *messages.Learned:
		if role == actors.Core {
			kind += " of a neuron"
		}
	}
	return event{role, kind}
}

// faulty is a network's machines and its outbox with a fault in them.
type faulty struct {
	lock   sync.Mutex
	counts map[event]int
	// What happens at the n-th event of a kind: panic reports whether the step
	// panics, lose whether the message is lost on its way.
	panicAt, loseAt event
	nth             int
	where           string // the actor that it happened to
	engine          *Engine
}

// due counts an event and reports whether it is the one of the fault.
func (f *faulty) due(at event, address actors.Address, message any) bool {
	e := eventOf(address.Role, message)
	if e != at {
		return false
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	f.counts[e]++
	if f.counts[e] != f.nth {
		return false
	}
	f.where = f.engine.plan.Describe(address) + " on " + actors.DescribeMessage(message)
	return true
}

// machine is one of the network's machines.
type machine struct {
	actors.Machine
	address actors.Address
	faulty  *faulty
}

// Step implements actors.Machine.
func (m *machine) Step(message any, out actors.Outbox) error {
	if m.faulty.due(m.faulty.panicAt, m.address, message) {
		panic("a cosmic ray")
	}
	return m.Machine.Step(message, out)
}

// Send implements actors.Outbox.
func (f *faulty) Send(to actors.Address, message any) {
	if f.due(f.loseAt, to, message) {
		return
	}
	f.engine.directory.Send(to, message)
}

// SendAll implements actors.Outbox.
func (f *faulty) SendAll(to []actors.Address, message any) {
	for _, address := range to {
		f.Send(address, message)
	}
}

// install puts the fault into a network that stands.
func (f *faulty) install(e *Engine) {
	f.engine, f.counts = e, map[event]int{}
	if f.loseAt.kind != "" {
		e.outbox = f // the machines stay what they are: the error looks into them
		return
	}
	for !e.Idle() { // whoever handles that it has been started prefetches its machine
		runtime.Gosched()
	}
	wrap := func(s *shell) { s.machine = &machine{s.machine, s.address, f} }
	for _, s := range e.shells.others {
		wrap(s)
	}
	for i, core := range e.shells.cores {
		wrap(&core.shell)
		for n := range e.shells.neurons[i] {
			wrap(&e.shells.neurons[i][n])
		}
	}
}

// faultCase is a network with two hidden populations of several cores.
func faultCase() networktest.Case {
	c := networktest.Random(1)
	c.Spec.Learning.Rule = learning.Rules[0]
	c.Spec.NeuronsPerCore = 2
	c.Train.Batch, c.Train.Coalesce = 3, 2
	return c
}

// way is how a network's actors talk and run.
type way struct {
	transport actors.Transport
	scheduler network.Scheduler
}

var ways = []way{
	{actors.PacketTransport, network.PoolScheduler},
	{actors.SpikeTransport, network.PoolScheduler},
	{actors.PacketTransport, network.GoroutineScheduler},
}

// live leads a network through all that it can do: training, testing, looking at
// the states and at their digest.
func live(t *testing.T, w way, prepare func(*Engine)) error {
	t.Helper()
	c := faultCase()
	e := newEngineWith(t, c, network.Setup{Scheduler: w.scheduler}, w.transport)
	defer func() {
		if err := e.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	}()
	prepare(e)
	for _, assignment := range []*messages.Assignment{&c.Train, &c.Test} {
		if _, err := e.Run(context.Background(), assignment, func([]messages.Outcome) {}); err != nil {
			return err
		}
	}
	for population := 1; population < len(e.plan.Network.Populations); population++ {
		if err := e.States(population, func([]messages.State) error { return nil }); err != nil {
			return err
		}
	}
	_, err := e.Digest()
	return err
}

// listener notes which events there are.
type listener struct {
	lock   sync.Mutex
	events map[event]int
	engine *Engine
}

// Send implements actors.Outbox.
func (l *listener) Send(to actors.Address, message any) {
	l.lock.Lock()
	l.events[eventOf(to.Role, message)]++
	l.lock.Unlock()
	l.engine.directory.Send(to, message)
}

// SendAll implements actors.Outbox.
func (l *listener) SendAll(to []actors.Address, message any) {
	for _, address := range to {
		l.Send(address, message)
	}
}

// eventsOf are the events between a network's actors, and how often each happens.
func eventsOf(t *testing.T, w way) map[event]int {
	t.Helper()
	l := &listener{events: map[event]int{}}
	if err := live(t, w, func(e *Engine) { l.engine, e.outbox = e, l }); err != nil {
		t.Fatal(err)
	}
	roles := map[actors.Role]bool{}
	for e := range l.events {
		roles[e.role] = true
	}
	if len(roles) != 6 || len(l.events) < 15 {
		t.Fatalf("%d kinds of actors, %d kinds of events: %v", len(roles), len(l.events), l.events)
	}
	return l.events
}

// inside are the events that reach an actor of the network, with those that its
// client causes.
func inside(events map[event]int) (all []event) {
	for e := range events {
		if e.role != actors.Client {
			all = append(all, e)
		}
	}
	return all
}

// A panic of any kind of actor, on any kind of message, at its first and at a later
// one, ends the run with an error that names the actor, the samples and the cause.
func TestAPanicAnywhereEndsTheRun(t *testing.T) {
	for _, w := range ways {
		events := eventsOf(t, w)
		for _, e := range append(inside(events),
			event{actors.Coordinator, "*messages.Assignment"},
			event{actors.Core, "*messages.StateRequest digest false"}, event{actors.Core, "*messages.StateRequest digest true"}) {
			for _, nth := range slices.Compact([]int{1, max(1, events[e]/2)}) {
				f := &faulty{panicAt: e, nth: nth}
				err := live(t, w, f.install)
				if err == nil || f.where == "" || !strings.Contains(err.Error(), f.where) || !strings.Contains(err.Error(), "a cosmic ray") || strings.Contains(err.Error(), "\n") {
					t.Errorf("%v, %v number %d: error %v, want one line with %q and the cause", w, e, nth, err, f.where)
				}
			}
		}
	}
}

// A message that is lost without a trace, of any kind and at any place, ends the
// run with an error that says who waits for whom: the actor that did not get the
// message, or whoever waits for it in turn.
func TestALostMessageEndsTheRun(t *testing.T) {
	for _, w := range ways {
		events := eventsOf(t, w)
		for e, count := range events {
			for _, nth := range slices.Compact([]int{1, max(1, count/2)}) {
				f := &faulty{loseAt: e, nth: nth}
				err := live(t, w, f.install)
				if eventOf(actors.Client, &messages.Outcomes{}) == e && err == nil {
					continue // only the client's count of samples depends on it
				}
				if err == nil || !strings.Contains(err.Error(), "a message was lost: ") || !strings.Contains(err.Error(), " waits for ") || strings.Contains(err.Error(), "\n") {
					t.Errorf("%v, %v number %d (%s): error %v, want one line that says who waits for whom", w, e, nth, f.where, err)
				}
				if eventOf(actors.Client, &messages.CoreStates{}) == e && !strings.Contains(err.Error(), "client waits for core ") {
					t.Errorf("%v number %d: error %v, want one that says for which core's states the client waits", e, nth, err)
				}
			}
		}
	}
}
