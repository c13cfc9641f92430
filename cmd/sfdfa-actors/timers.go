package main

import (
	"context"
	"log/slog"
	"time"

	"sfdfa-actors/cmd/sfdfa-actors/internal/timers"
)

// ownsProcess says that the command line is all that this process does, which may so be
// started anew. Tests run commands side by side in a process of theirs.
var ownsProcess bool

// timerSlack is how late timers may be in a process that mostly waits for others. What
// has a clock of its own there counts in seconds.
const timerSlack = 5 * time.Millisecond

// loosenTimers lets the timers of a process that mostly waits for others be late. It may
// start the program anew, so a command calls it before it reads or writes anything.
func loosenTimers(ctx context.Context) {
	if !ownsProcess || ctx.Err() != nil {
		return
	}
	if err := timers.Loosen(timerSlack); err != nil {
		slog.Debug("timers stay as they are", "error", err)
	}
}
