// Package interrupt stops a command when a signal says so: at once, or once it has saved what there is to save.
package interrupt

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"sfdfa-actors/internal/parallel"
)

// Stopping is what the first signal is answered with once a run has something to save.
const Stopping = "stopping after the batches under way; a second signal ends the program at once"

// patience is the time in which a command that was told to stop and has nothing to save may end by itself.
const patience = time.Second

// mostThreads bounds the number of threads of Go's runtime, which ends the program beyond 10,000.
const mostThreads = 1024

// savingKey is the key of a context's *atomic.Bool: whether a run has begun, which is worth a checkpoint.
type savingKey struct{}

// Hold says that from now on a signal is to wait for the command to end by itself.
func Hold(ctx context.Context) {
	if saving, ok := ctx.Value(savingKey{}).(*atomic.Bool); ok {
		saving.Store(true)
	}
}

// Run runs a command until it ends or is told to stop, and returns its exit code: failed if it panics, stopped if
// it has to be left. The first signal ends the
// command's context. A run then finishes its batch and saves what it has learned. Whatever else does not end
// within patience has nothing to save, and is left as it is. A second signal ends the program as if it had
// not been caught.
func Run(command func(context.Context) int, failed, stopped int) int {
	if runtime.GOMAXPROCS(0) > mostThreads {
		runtime.GOMAXPROCS(mostThreads)
	}
	saving := new(atomic.Bool)
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), savingKey{}, saving))
	defer cancel()
	signals := caught()
	code := failed
	ended := parallel.Begin(func() { code = command(ctx) })
	select {
	case <-ended:
		return code
	case <-signals:
	}
	if saving.Load() {
		slog.Info(Stopping)
	}
	cancel()
	enough := time.After(patience)
	for {
		select {
		case <-ended:
			return code
		case again := <-signals:
			die(again)
			return stopped
		case <-enough:
			if !saving.Load() {
				slog.Info("interrupted; there was nothing to save yet")
				return stopped
			}
		}
	}
}

// caught returns the signals that tell the program to stop. A terminal that goes away is one, unless the program
// was started to outlive it, as by nohup. A reader of its output that goes away is none: writing fails then.
func caught() <-chan os.Signal {
	stop := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		stop = append(stop, syscall.SIGHUP)
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, stop...)
	signal.Ignore(syscall.SIGPIPE)
	return signals
}

// die ends the process by a signal. It returns where that does not work: on some systems, and for a signal that
// was ignored when the program was started, as a script does with Ctrl-C for what it starts in the background.
func die(by os.Signal) {
	signal.Reset(by)
	if process, err := os.FindProcess(os.Getpid()); err == nil && process.Signal(by) == nil {
		<-time.After(patience / 10)
	}
}
