package main

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/dryrun"
	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/pageflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/summary"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
)

// newRunCommand returns the command "run", which trains and tests a network.
func newRunCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "run [flags]",
		Short: "Train a network and test it after every epoch",
		Long: `Train a network and test it after every epoch. Without flags it trains the
built-in Yin-Yang task with SFDFA, every neuron an actor.

The defaults that --help-settings shows are those of the Yin-Yang task. Other data sets, and the
other rules on them, have their own: "sfdfa-actors config --dataset mnist"
prints them. Everything a run leaves stands in its directory, and its
config.yaml repeats it: "sfdfa-actors run --config DIR/config.yaml".

Ctrl-C finishes the batch, writes a checkpoint and the summary, and exits with
130; a second one leaves at once. --time-limit and --max-memory do the same at
their limits, and exit with 4. "sfdfa-actors run --resume DIR" goes on with a run
that was stopped in any way, and ends with the bits of one that was not.`,
		Args: cobra.NoArgs,
	}
	flags := settingflags.Add(command)
	settingflags.AddNIR(command)
	schedule := addScheduleFlags(command)
	out := command.Flags().String("out", "", "`directory` for the run's record, new or empty (default runs/DATASET-RULE-TIME)")
	machines := addMachineFlags(command)
	pages := pageflags.Add(command)
	traced := addTraceFlags(command, " (default trace.jsonl in the run's directory)")
	resume := command.Flags().String("resume", "", "go on with the stopped run in `directory`, with its settings, from its newest checkpoint")
	asJSON := command.Flags().Bool("json", false, "print the summary as one JSON object instead of a table")
	figures := figureflags.Add(command, "svg")
	dry := dryrun.AddFlag(command)
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		if *dry {
			return dryrun.Show(cmd, flags, schedule.Limits, *asJSON)
		}
		var err error
		if schedule.Trace, err = traced.resolve(); err != nil {
			return err
		}
		if schedule.Figures, err = figures.Resolve(nil); err != nil {
			return err
		}
		if schedule.Machines, err = machines.open(); err != nil {
			return err
		}
		defer machines.close()
		ctx, shown, err := pages.Open(cmd.Context())
		if err != nil {
			return err
		}
		defer shown.Close()
		schedule.Watch = shown.Watch(nameOf(*out, *resume))
		result, err := conduct(ctx, cmd, schedule, flags, *out, *resume)
		if errors.Is(err, context.DeadlineExceeded) {
			slog.Info("stopped before anything was learned", "by", limits.StoppedByTime)
			return errLimit
		}
		if err != nil {
			return err
		}
		if err := output.Show(cmd.OutOrStdout(), *asJSON, schema.Run, result, summary.Print); err != nil {
			return err
		}
		return interruption(result)
	}
	return command
}

// conduct begins a run, or goes on with the one in the directory resume.
func conduct(ctx context.Context, cmd *cobra.Command, schedule *runs.Schedule, flags *settingflags.Flags, out, resume string) (*record.Summary, error) {
	display := newDisplay(cmd)
	display.Building()
	defer display.Close()
	if cmd.Flags().Changed("resume") {
		config, err := record.ReadConfig(resume)
		if err != nil {
			return nil, err
		}
		if err := flags.AgreeWith(&config, resume); err != nil {
			return nil, err
		}
		return schedule.Resume(ctx, resume, display)
	}
	config, err := flags.Resolve()
	if err != nil {
		return nil, err
	}
	return schedule.Run(ctx, config, out, display)
}

// nameOf is what a page calls a run.
func nameOf(out, resume string) string {
	if name := cmp.Or(resume, out); name != "" {
		return filepath.Base(name)
	}
	return "run"
}

// interruption says how a run goes on that was interrupted, and is the error that ends
// the command then.
func interruption(s *record.Summary) error {
	if !s.Interrupted {
		return nil
	}
	slog.Info("interrupted; what follows goes on", "by", s.Stopped, "command", "sfdfa-actors run --resume "+s.Directory)
	if s.Stopped != limits.StoppedBySignal {
		return errLimit
	}
	return errInterrupted
}
