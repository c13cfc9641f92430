package system

import (
	"fmt"
	"time"

	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/topology"
)

// shell gives a machine a mailbox. A machine that fails or panics ends the run:
// an actor that were restarted would go on with the weights it started with.
type shell struct {
	engine  *Engine
	address actors.Address
	machine actors.Machine
	mailbox mailbox // here, since it is used together with the rest
}

// init makes the shell that of a machine. The machine of a core comes later, and so does the
// affinity of a neuron.
func (s *shell) init(e *Engine, address actors.Address, machine actors.Machine) {
	s.engine, s.address, s.machine = e, address, machine
	s.mailbox.turn, s.mailbox.shell, s.mailbox.affinity = e.scheduler.turns(address.Role == actors.Neuron), s, noAffinity
}

// Receive implements actor.Actor.
func (s *shell) Receive(ctx actor.Context) {
	switch message := ctx.Message().(type) {
	case *actor.Stopped:
		s.mailbox.life = stopped
	case actor.AutoReceiveMessage, actor.SystemMessage:
	default:
		s.handle(message)
	}
}

// handle steps the machine with a message and with those that its mailbox has ready.
func (s *shell) handle(message any) {
	defer func() {
		if reason := recover(); reason != nil {
			s.engine.panicked(s.where(message), reason)
		}
	}()
	for more := true; more; message, more = s.mailbox.nextReady() {
		s.step(message)
	}
}

func (s *shell) step(message any) {
	e := s.engine
	if e.failed.Load() {
		return // the machines' states can no longer be trusted
	}
	var began time.Duration
	profile := e.profile.Load()
	if profile != nil {
		began = profile.clock()
	}
	if err := s.machine.Step(message, e.outbox); err != nil {
		e.fail(fmt.Errorf("actors: %s: %w", s.where(message), err))
	}
	if profile != nil {
		profile.book(activityOf(s.address.Role, message), began)
	}
}

// where names the actor and what it was doing.
func (s *shell) where(message any) string {
	return s.engine.plan.Describe(s.address) + " on " + actors.DescribeMessage(message)
}

// coreShell is the shell of a core, the parent of its neurons. It builds them
// when it starts, so that cores are built side by side.
type coreShell struct {
	shell
	core topology.Core
}

// Receive implements actor.Actor.
func (s *coreShell) Receive(ctx actor.Context) {
	if _, started := ctx.Message().(*actor.Started); started {
		s.build(ctx)
		return
	}
	s.shell.Receive(ctx)
}

func (s *coreShell) build(ctx actor.Context) {
	defer func() {
		if reason := recover(); reason != nil {
			s.engine.panicked("building "+s.address.String(), reason)
		}
	}()
	plan := s.engine.plan
	build := plan.Network.BuildCore
	if plan.Setup.Endless && plan.Transport == actors.PacketTransport {
		build = plan.Network.BuildFreeCore
	}
	neurons, distributor, err := build(s.core, plan.Setup.Initial, &s.engine.freeLists[s.core.Population])
	if err != nil {
		s.engine.fail(fmt.Errorf("actors: building %s: %w", s.address, err))
		return
	}
	s.spawn(ctx, neurons)
	s.start(distributor)
}

// spawn starts one actor a neuron. They share one set of properties, which gets the
// shells in order: properties of their own would cost every actor 240 B.
func (s *coreShell) spawn(ctx actor.Context, neurons []neuron.Neuron) {
	shells := make([]shell, len(neurons))
	machines := actors.NewNeurons(s.engine.plan, s.core, neurons)
	for i := range machines {
		address := actors.Address{Role: actors.Neuron, Core: s.core.ID, Neuron: i}
		shells[i].init(s.engine, address, &machines[i])
		shells[i].mailbox.affinity = int16(blockOf(i, len(machines), s.engine.workers))
	}
	actors, mailboxes := 0, 0
	props := s.engine.props(
		func() actor.Actor { actors++; return &shells[actors-1] },
		func() actor.Mailbox { mailboxes++; return &shells[mailboxes-1].mailbox })
	pids := make([]*actor.PID, len(neurons))
	for i := range neurons {
		pids[i] = ctx.Spawn(props)
	}
	s.engine.directory.neurons[s.core.ID] = pids
	s.engine.shells.neurons[s.core.ID] = shells
}

func (s *coreShell) start(distributor *routing.Distributor) {
	s.machine = actors.NewCore(s.engine.plan, s.core, distributor)
	s.engine.client.push(coreBuilt{})
}

// coreBuilt tells the client that a core stands with all its neurons.
type coreBuilt struct{}
