// Command sfdfa-actors simulates spiking neural networks in which every neuron
// is an actor, and trains them with local learning rules.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/closeup"
	"sfdfa-actors/cmd/sfdfa-actors/internal/configs"
	"sfdfa-actors/cmd/sfdfa-actors/internal/estimates"
	"sfdfa-actors/cmd/sfdfa-actors/internal/explain"
	"sfdfa-actors/cmd/sfdfa-actors/internal/export"
	"sfdfa-actors/cmd/sfdfa-actors/internal/interrupt"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/cmd/sfdfa-actors/internal/scales"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/simulate"
	"sfdfa-actors/cmd/sfdfa-actors/internal/storedrun"
	"sfdfa-actors/cmd/sfdfa-actors/internal/sweeps"
	"sfdfa-actors/cmd/sfdfa-actors/internal/timers"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
)

// Exit codes.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitDataMissing = 3
	exitLimit       = 4
	exitInterrupted = 130
)

// These end a command that was stopped, by a signal or at a limit, and has said so.
var (
	errInterrupted = errors.New("interrupted")
	errLimit       = errors.New("stopped at a limit")
)

// interrupted is the error of a command that has printed what it came to.
func interrupted(so bool) error {
	if so {
		return errInterrupted
	}
	return nil
}

func main() {
	timers.OwnsProcess = true
	os.Exit(interrupt.Run(func(ctx context.Context) int { return execute(ctx, newRootCommand()) }, exitFailed, exitInterrupted))
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "sfdfa-actors",
		Short: "Spiking neural networks in which every neuron is an actor",
		Long: `sfdfa-actors simulates spiking neural networks in which every neuron is an
actor, and trains them with local learning rules (SFDFA, DFA). One seed gives
one result, bit for bit.`,
		Version:       programVersion,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          settingflags.OnlyCommands,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(settingflags.ExplainMistake)
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	var level slog.Level
	root.PersistentFlags().TextVar(&level, "log-level", slog.LevelInfo, "least `level` of log lines on standard error: debug, info, warn or error")
	settingflags.CompleteWords(root, "log-level", "debug", "info", "warn", "error")
	quiet := root.PersistentFlags().BoolP("quiet", "q", false, "print results, warnings and errors only: no progress")
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) {
		stderr := cmd.ErrOrStderr()
		if *quiet {
			level = max(level, slog.LevelWarn)
			root.SetErr(io.Discard)
		}
		if strings.HasPrefix(cmd.Name(), cobra.ShellCompRequestCmd) {
			settingflags.RegisterCompletions(root)
		}
		slog.SetDefault(slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level})))
	}
	root.AddCommand(
		newRunCommand(), simulate.NewCommand(), newWorkerCommand(), newEvalCommand(), newInspectCommand(), closeup.NewCommand(), export.NewCommand(), newReportCommand(), storedrun.NewCommand(), rundirs.NewCommand(), explain.NewCommand(), newCompareCommand(), sweeps.NewCommand(), newFigureCommand(),
		newTrafficCommand(), estimates.NewCommand(), newFitCommand(), newBenchCommand(), scales.NewCommand(),
		newConfigCommand(), configs.NewManualCommand(), newCheckCommand(), newDataCommand(), newVersionCommand(),
	)
	addGuide(root)
	return root
}

// longestError bounds an error's line in bytes: names and values in it may be
// anything.
const longestError = 4000

// usageError is the error of flags that can't be.
func usageError(format string, arguments ...any) error {
	return settings.Errorf(format, arguments...)
}

// execute runs the command line and returns the exit code.
func execute(ctx context.Context, root *cobra.Command) int {
	started, stderr := false, root.ErrOrStderr() // past flags and arguments; --quiet leaves errors
	prepare := root.PersistentPreRun
	root.PersistentPreRun = func(cmd *cobra.Command, arguments []string) {
		started = true
		prepare(cmd, arguments)
	}
	err := rescued(func() error { return root.ExecuteContext(ctx) })
	code := exitCode(err, started)
	if err != nil && !errors.Is(err, errInterrupted) && !errors.Is(err, context.Canceled) && !errors.Is(err, errLimit) {
		for _, fault := range settings.Faults(err) {
			fmt.Fprintln(stderr, "sfdfa-actors:", untrusted.Line(fault.Error(), longestError))
		}
	}
	if !started && err != nil {
		fmt.Fprintln(stderr, "sfdfa-actors: --help lists what there is")
	}
	return code
}

// rescued turns a panic of the command into an error.
func rescued(command func() error) (err error) {
	defer parallel.Recover(&err, "this is a fault of the program, --log-level debug says where")
	return command()
}

func exitCode(err error, started bool) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EIO):
		return exitFailed // whatever was asked for, the system lacks something
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.Is(err, errLimit), errors.As(err, new(*limits.ExcessError)):
		return exitLimit
	case !started, errors.As(err, new(*settings.ConfigError)), errors.Is(err, datasets.ErrUnknown):
		return exitUsage
	case errors.Is(err, datasets.ErrMissing):
		return exitDataMissing
	}
	return exitFailed
}
