package system

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/messages"
)

// phases of a network's life, in their order.
var phases = []string{"train", "train count", "test", "test count", "states", "digest"}

// letterEvent is a message that reaches a kind of actor in a phase.
type letterEvent struct {
	phase string
	event
}

// grave takes the place of an actor for one message, as if it were gone.
type grave struct {
	lock   sync.Mutex
	engine *Engine
	phase  string
	events map[letterEvent]int
	at     letterEvent // whose receiver is gone; no phase is none
	nth    int
	kind   string // of the message that was lost
}

// Send implements actors.Outbox.
func (g *grave) Send(to actors.Address, message any) {
	g.lock.Lock()
	phase := g.phase
	switch message.(type) {
	case *messages.TallyRequest, *messages.TallyReport:
		phase += " count"
	}
	e := letterEvent{phase, eventOf(to.Role, message)}
	g.events[e]++
	due := e == g.at && g.events[e] == g.nth
	g.lock.Unlock()
	if due {
		g.kind = fmt.Sprintf("%T", message)
		g.engine.sendToGrave(to, message)
		return
	}
	g.engine.directory.Send(to, message)
}

// SendAll implements actors.Outbox.
func (g *grave) SendAll(to []actors.Address, message any) {
	for _, address := range to {
		g.Send(address, message)
	}
}

// sendToGrave sends a message to a process that the registry does not have.
func (e *Engine) sendToGrave(a actors.Address, message any) {
	e.system.Root.Send(actor.NewPID(e.system.Address(), "grave of "+a.String()), message)
}

// liveThrough leads a network through all phases, and tells the grave of each.
func liveThrough(t *testing.T, transport actors.Transport, g *grave) (e *Engine, err error) {
	t.Helper()
	c := faultCase()
	e = newEngine(t, c, transport)
	g.engine, g.events, e.outbox = e, map[letterEvent]int{}, g
	run := func(a *messages.Assignment) func() error {
		return func() error {
			_, err := e.Run(context.Background(), a, func([]messages.Outcome) {})
			return err
		}
	}
	for _, step := range []struct {
		phase string
		take  func() error
	}{
		{"train", run(&c.Train)},
		{"test", run(&c.Test)},
		{"states", func() error { return e.States(1, func([]messages.State) error { return nil }) }},
		{"digest", func() error { _, err := e.Digest(); return err }},
	} {
		g.lock.Lock()
		g.phase = step.phase
		g.lock.Unlock()
		if err := step.take(); err != nil {
			return e, err
		}
	}
	return e, nil
}

// A message to an actor that is gone ends the run with an error that names the
// message, instead of a wait for ever: in every phase, for every kind of receiver
// and message, at the first and at a later one. So does what follows.
func TestADeadLetterEndsTheRun(t *testing.T) {
	for _, transport := range actors.Transports() {
		whole := &grave{}
		e, err := liveThrough(t, transport, whole)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for at, count := range whole.events {
			if at.role == actors.Client {
				continue // which is no actor
			}
			seen[at.phase], seen[actors.Address{Role: at.role}.String()] = true, true
			for _, nth := range []int{1, max(1, count/2)} {
				g := &grave{at: at, nth: nth}
				e, err := liveThrough(t, transport, g)
				if err == nil || g.kind == "" || !strings.Contains(err.Error(), g.kind) || !strings.Contains(err.Error(), "not delivered") || strings.Contains(err.Error(), "\n") {
					t.Errorf("%s, %s, %v number %d: error %v, want one line of a %s that was not delivered", transport, at.phase, at.event, nth, err, g.kind)
				}
				expectEnded(t, e, err)
			}
		}
		if want := len(phases) + 5; len(seen) != want {
			t.Errorf("%s: phases and receivers %v, want %d", transport, seen, want)
		}
	}
}

// expectEnded fails the test if a failed engine can be used, or not be closed.
func expectEnded(t *testing.T, e *Engine, err error) {
	t.Helper()
	if _, again := e.Digest(); !errors.Is(again, err) {
		t.Errorf("the digest after the end: error %v, want %v", again, err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("closing a failed engine: %v", err)
	}
}

// receivers are one of each kind of actor.
var receivers = []actors.Address{{Role: actors.Coordinator}, {Role: actors.Input}, {Role: actors.Readout}, {Role: actors.Core, Core: 1}, {Role: actors.Neuron, Core: 1}}

// Between two assignments nobody waits for an error: the next one ends with it.
func TestADeadLetterWhileIdleEndsTheNextRun(t *testing.T) {
	for _, to := range receivers {
		g := &grave{}
		e, err := liveThrough(t, actors.PacketTransport, g)
		if err != nil {
			t.Fatal(err)
		}
		e.sendToGrave(to, &messages.Halt{})
		c := faultCase()
		_, err = e.Run(context.Background(), &c.Test, func([]messages.Outcome) {})
		if err == nil || !strings.Contains(err.Error(), "*messages.Halt") || !strings.Contains(err.Error(), "not delivered") {
			t.Errorf("%v: error %v, want one of a message that was not delivered", to, err)
		}
		expectEnded(t, e, err)
	}
}

// While the network is built it is not finished: New fails, and leaves nothing.
func TestADeadLetterWhileBuildingIsAnError(t *testing.T) {
	for _, to := range receivers {
		c := faultCase()
		net, err := network.New(c.Spec)
		if err != nil {
			t.Fatal(err)
		}
		var e *Engine
		var once sync.Once
		setup := network.Setup{Parts: c.Parts, Initial: func(int, int) (messages.State, bool) {
			once.Do(func() { e.sendToGrave(to, &messages.Halt{}) })
			return messages.State{}, false
		}}
		e, err = assemble(net, setup, actors.PacketTransport, wholeNetwork)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.build(); err == nil || !strings.Contains(err.Error(), "*messages.Halt") || !strings.Contains(err.Error(), "not delivered") {
			t.Errorf("%v: error %v, want one of a message that was not delivered", to, err)
		}
		if err := e.Close(); err != nil {
			t.Errorf("%v: closing: %v", to, err)
		}
	}
}

// So it is with an actor that has really ended.
func TestAnActorThatHasEndedEndsTheRun(t *testing.T) {
	c := faultCase()
	e := newEngine(t, c, actors.PacketTransport)
	if err := e.system.Root.StopFuture(e.directory.neurons[0][0]).Wait(); err != nil {
		t.Fatal(err)
	}
	_, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
	if err == nil || !strings.Contains(err.Error(), "messages.Delivery") || !strings.Contains(err.Error(), "not delivered") {
		t.Errorf("error %v, want one of a delivery that was not delivered", err)
	}
	expectEnded(t, e, err)
}
