package actors

import (
	"errors"
	"strings"
	"testing"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/messages"
)

// stepper is a machine that counts its steps and ends them as it is told.
type stepper struct {
	steps int
	err   error
	cause any // to panic with
}

// Step implements protocol.Machine.
func (s *stepper) Step(any, protocol.Outbox) error {
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
	plan, err := protocol.NewPlan(net, protocol.PacketTransport)
	if err != nil {
		t.Fatal(err)
	}
	return &Engine{plan: plan, broken: make(chan struct{}), inbox: newInbox()}
}

// A machine's error or panic ends the run with the machine's name and the cause.
func TestAMachinesFailureEndsTheRun(t *testing.T) {
	for name, machine := range map[string]*stepper{
		"error": {err: errors.New("no spikes left")},
		"panic": {cause: "no spikes left"},
	} {
		e := bare(t)
		s := &shell{engine: e, address: protocol.Address{Role: protocol.Neuron, Core: 1}, machine: machine}
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
