package timers

import (
	"context"
	"log/slog"
	"time"
)

// OwnsProcess says that the command line is all that this process does, which may so be
// started anew. Tests run commands side by side in a process of theirs.
var OwnsProcess bool

// timerSlack is how late timers may be in a process that mostly waits for others. What
// has a clock of its own there counts in seconds.
const timerSlack = 5 * time.Millisecond

// LoosenWaiting lets the timers of a process that mostly waits for others be late. It may
// start the program anew, so a command calls it before it reads or writes anything.
func LoosenWaiting(ctx context.Context) {
	if !OwnsProcess || ctx.Err() != nil {
		return
	}
	if err := Loosen(timerSlack); err != nil {
		slog.Debug("timers stay as they are", "error", err)
	}
}
