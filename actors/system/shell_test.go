package system

import (
	"errors"
	"strings"
	"testing"

	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// stepper is a machine that counts its steps and ends them as it is told.
type stepper struct {
	steps int
	err   error
	cause any // to panic with
}

// Step implements actors.Machine.
func (s *stepper) Step(any, actors.Outbox) error {
	s.steps++
	if s.cause != nil {
		panic(s.cause)
	}
	return s.err
}

// bare is an engine without actors, of a network with one neuron to a core.
func bare(t *testing.T) *Engine {
	t.Helper()
	c := networktest.Random(1)
	c.Spec.NeuronsPerCore = 1
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := actors.NewPlan(net, network.Setup{}, actors.PacketTransport)
	if err != nil {
		t.Fatal(err)
	}
	return &Engine{plan: plan, broken: make(chan struct{}), client: newClientQueue()}
}

// newEngine is an engine with all actors of a case's network.
func newEngine(t *testing.T, c networktest.Case, transport actors.Transport) *Engine {
	t.Helper()
	return newEngineWith(t, c, network.Setup{}, transport)
}

// newEngineWith is as newEngine, with a setup that says how its actors run.
func newEngineWith(t *testing.T, c networktest.Case, setup network.Setup, transport actors.Transport) *Engine {
	t.Helper()
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	setup.Parts = c.Parts
	e, err := New(net, setup, transport)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A machine's error or panic ends the run with the machine's name and the cause.
func TestAMachinesFailureEndsTheRun(t *testing.T) {
	for name, machine := range map[string]*stepper{
		"error": {err: errors.New("no spikes left")},
		"panic": {cause: "no spikes left"},
	} {
		e := bare(t)
		s := &shell{engine: e, address: actors.Address{Role: actors.Neuron, Core: 1}, machine: machine}
		s.handle(&messages.Halt{})
		if !e.failed.Load() {
			t.Fatalf("%s: the run goes on", name)
		}
		_, err := e.receive()
		for _, part := range []string{"neuron 1 of population 1", "no spikes left"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: error %q does not mention %q", name, err, part)
			}
		}
	}
}

// After a failure no machine is stepped any more: their states can't be trusted.
func TestAfterAFailureNoMachineIsStepped(t *testing.T) {
	e := bare(t)
	failing, other := &stepper{err: errors.New("first")}, &stepper{err: errors.New("second")}
	shells := []*shell{{engine: e, machine: failing}, {engine: e, machine: other}}
	shells[0].handle(&messages.Halt{})
	for range 3 {
		for _, s := range shells {
			s.handle(&messages.Halt{})
		}
	}
	if failing.steps != 1 || other.steps != 0 {
		t.Errorf("%d steps of the machine that failed and %d of the other, want 1 and 0", failing.steps, other.steps)
	}
	if _, err := e.receive(); err == nil || !strings.Contains(err.Error(), "first") {
		t.Errorf("error %v, want the first", err)
	}
}

// library stands in for the actor library between a mailbox and its shell.
type library struct {
	shell  *shell
	ways   int // of user messages
	system []any
}

func (l *library) InvokeUserMessage(message any)   { l.ways++; l.shell.handle(message) }
func (l *library) InvokeSystemMessage(message any) { l.system = append(l.system, message) }
func (l *library) EscalateFailure(reason, _ any)   { panic(reason) }

// reaction is a machine that does something at each step, counted from 1.
type reaction struct {
	steps int
	do    func(step int)
}

// Step implements actors.Machine.
func (r *reaction) Step(any, actors.Outbox) error {
	r.steps++
	r.do(r.steps)
	return nil
}

// hand hands a burst of messages to a machine's shell and waits until all are handled.
func hand(t *testing.T, l *library, machine actors.Machine, burst ...any) *Engine {
	t.Helper()
	e := bare(t)
	e.scheduler = newPool(1)
	l.shell = &shell{}
	l.shell.init(e, actors.Address{Role: actors.Neuron, Core: 1}, machine)
	m := &l.shell.mailbox
	m.RegisterHandlers(l, nil)
	m.PostSystemMessage(&actor.SuspendMailbox{})
	for _, message := range burst {
		m.PostUserMessage(message)
	}
	m.PostSystemMessage(&actor.ResumeMailbox{})
	e.scheduler.close()
	return e
}

// The messages of a burst are steps of their own, but go one way through the library.
func TestABurstGoesOneWayThroughTheLibrary(t *testing.T) {
	machine, l := &reaction{do: func(int) {}}, &library{}
	if hand(t, l, machine, 1, 2, 3, 4); machine.steps != 4 || l.ways != 1 {
		t.Errorf("%d steps in %d ways through the library, want 4 in 1", machine.steps, l.ways)
	}
}

// A system message that comes during a burst is handled before the burst goes on.
func TestASystemMessageInterruptsABurst(t *testing.T) {
	l := &library{}
	before := -1
	machine := &reaction{}
	machine.do = func(step int) {
		switch step {
		case 2:
			l.shell.mailbox.PostSystemMessage("stop")
		case 3:
			before = len(l.system)
		}
	}
	hand(t, l, machine, 1, 2, 3, 4)
	if machine.steps != 4 || l.ways != 2 || before != 1 {
		t.Errorf("%d steps in %d ways, %d system messages before the third; want 4 in 2, 1", machine.steps, l.ways, before)
	}
}

// A panic within a burst names the message at which it came, and nothing behind it is handled.
func TestAPanicWithinABurstNamesItsMessage(t *testing.T) {
	machine := &reaction{do: func(step int) {
		if step == 2 {
			panic("no spikes left")
		}
	}}
	e := hand(t, &library{}, machine, &messages.Learned{}, &messages.Halt{}, &messages.Finished{}, &messages.Finished{})
	_, err := e.receive()
	if machine.steps != 2 || err == nil || !strings.Contains(err.Error(), "Halt: no spikes left") {
		t.Errorf("%d steps, error %v; want 2 and one that names the second message, a Halt", machine.steps, err)
	}
}
