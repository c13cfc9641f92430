package actors

import (
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/asynkron/protoactor-go/actor"
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

// panicked ends the run with a panic's cause; where it happened goes to the log,
// at debug level.
func (e *Engine) panicked(where string, reason any) {
	slog.Debug("panic in an actor", "where", where, "reason", reason, "stack", string(debug.Stack()))
	e.fail(fmt.Errorf("actors: panic in %s: %v", where, reason))
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
