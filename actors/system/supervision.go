package system

import (
	"fmt"
	"slices"

	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/actors"
	"sfdfa-actors/internal/parallel"
)

// failFast is the supervision of all actors: a failure ends the run. The
// library's own strategies restart the actor with fresh state, which would
// silently replace learned weights by initial ones.
type failFast struct{ engine *Engine }

// HandleFailure implements actor.SupervisorStrategy.
func (f failFast) HandleFailure(_ *actor.ActorSystem, supervisor actor.Supervisor, child *actor.PID, _ *actor.RestartStatistics, reason, message any) {
	f.engine.fail(fmt.Errorf("actors: actor %s failed on %T: %v", child.GetId(), message, reason))
	supervisor.StopChildren(child)
}

// panicked ends the run with a panic's cause.
func (e *Engine) panicked(where string, reason any) {
	e.fail(parallel.PanicError("actors: panic in "+where, reason))
}

// stalled ends a run in which nothing moves any more although its client waits. No
// clock has a part in it, so a machine can't be too slow nor a batch too long: all
// workers are idle and no mailbox holds anything, so nothing will ever come. Of actors in
// other processes the error says only who waits for them.
func (e *Engine) stalled() {
	if e.failed.Load() {
		return // that is why nothing moves
	}
	waits := e.plan.Waits(e.shells.machine)
	if len(e.awaited) > 0 {
		client := actors.Address{Role: actors.Client}
		waits = append([]actors.Wait{{Who: client, For: e.awaited, What: "states of its neurons"}}, waits...)
	}
	e.fail(fmt.Errorf("actors: nothing moves and nothing is finished, a message was lost: %s", e.plan.DescribeWaits(waits)))
}

// shells finds the machine of an address once nothing moves, or nil if it is in another
// process.
type shells struct {
	others  []*shell // coordinator, input and readout
	cores   []*coreShell
	neurons [][]shell // by core
}

func (s *shells) machine(a actors.Address) actors.Machine {
	switch a.Role {
	case actors.Core:
		if s.cores[a.Core] == nil {
			return nil
		}
		return s.cores[a.Core].machine
	case actors.Neuron:
		if s.neurons[a.Core] == nil {
			return nil
		}
		return s.neurons[a.Core][a.Neuron].machine
	}
	return s.others[slices.IndexFunc(s.others, func(other *shell) bool { return other.address == a })].machine
}

// watchDeadLetters turns a message without receiver into a failure: in a run
// none is ever lost on purpose.
func (e *Engine) watchDeadLetters(event any) {
	letter, dead := event.(*actor.DeadLetterEvent)
	if !dead || e.closing.Load() {
		return
	}
	e.fail(fmt.Errorf("actors: a %T to %s was not delivered", letter.Message, letter.PID.GetId()))
}
