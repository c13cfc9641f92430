package parallel

import (
	"fmt"
	"log/slog"
	"runtime/debug"
)

// Recover turns a panic into an error of one line, which begins with what. It is
// deferred by a function that returns the error:
//
//	defer parallel.Recover(&err, "panic in the run")
func Recover(err *error, what string) {
	if reason := recover(); reason != nil {
		*err = PanicError(what, reason)
	}
}

// PanicError is the error of a panic, for those who recover by themselves: what, and the
// reason. Where it happened goes to the log, at debug level.
func PanicError(what string, reason any) error {
	logPanic(what, reason)
	return fmt.Errorf("%s: %v", what, reason)
}

func logPanic(what string, reason any) {
	slog.Debug("panic", "where", what, "reason", reason, "stack", string(debug.Stack()))
}
