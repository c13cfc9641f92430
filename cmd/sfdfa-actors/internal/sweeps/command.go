// Package sweeps has the command that trains a task with many combinations of settings, and its table.
package sweeps

import (
	"context"
	"log/slog"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/interrupt"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/pageflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/progress"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/study/sweep"
)

// NewCommand returns the command "sweep", which trains a task with many combinations of settings.
func NewCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "sweep [flags]",
		Short: "Train a task with many combinations of settings",
		Long: `Train a task with all combinations of the settings' values, or some drawn at random, each
with the same seeds. Print what each comes to, the most accurate first, and which are on a
Pareto front: no other is as accurate with fewer spikes, fewer packets or less energy.

Any setting of "run" may have several values:
  0.003,0.01         these
  100..500/100       from 100 to 500 in steps of 100
  1e-4..1e-1/log4    4 values whose logarithms are evenly spaced
  0.1..0.5           any in between, with --random; of whole numbers each
  1e-4..1e-1/log     any in between, all magnitudes as likely, with --random
  100:200,400        for a setting that is a list: 100 and 200, or 400 alone
In the file of --config a setting may have a list of such values, or one text of them, and a
setting that is a list itself a list of lists. The file may have seeds and random too.

Every run leaves a record of its own in the directory, which also gets ` + sweep.JSONFile + `,
` + sweep.CSVFile + ` (a line a run), ` + sweep.Picture + `.svg (the accuracy over one setting, a heat map of two, parallel
coordinates of more or of points drawn), ` + sweep.ParetoPicture + `.svg, and both pictures as PNG. "sfdfa-actors
sweep --resume DIR" goes on with a sweep that was stopped in any way: what has finished is
kept, and the results are those of a sweep that was never stopped.`,
		Args: cobra.NoArgs,
	}
	definition, how := sweep.Definition{}, sweep.Conduct{}
	flags := command.Flags()
	flags.StringVar(&definition.File, "config", "", "YAML `file` of settings and their values, by the names of these flags; flags override it")
	settingflags.CompleteFile(command, "config", "yaml", "yml")
	flags.IntVar(&definition.Seeds, "seeds", 0, "`runs` of each point, with the seeds --seed, --seed + 1 and so on (default 1)")
	flags.IntVar(&definition.Random, "random", 0, "`points` to draw at random, by --seed, in place of all combinations")
	flags.IntVar(&how.Jobs, "jobs", 1, "`runs` at a time, which share the CPU cores; changes nothing in the results")
	out := flags.String("out", "", "`directory` for the records and files, new or empty (default runs/sweep-DATASET-TIME)")
	asJSON := flags.Bool("json", false, "print the report as one JSON object instead of a table")
	figures := figureflags.Add(command, "svg", "png")
	pages := pageflags.Add(command)
	resume := flags.String("resume", "", "go on with the sweep in `directory`, with its settings")
	definition.Flags = settingflags.AddTexts(command)
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		display := progress.NewSeveral(cmd.ErrOrStderr(), func() { interrupt.Hold(cmd.Context()) })
		how.Observer = display
		var err error
		if how.Figures, err = figures.Resolve(nil); err != nil {
			return err
		}
		ctx, shown, err := pages.Open(cmd.Context())
		if err != nil {
			return err
		}
		defer shown.Close()
		how.Watch = shown.Watch
		report, err := carryOut(ctx, cmd, definition, how, *out, *resume)
		display.Close()
		if err != nil {
			return err
		}
		if err := output.Show(cmd.OutOrStdout(), *asJSON, schema.Sweep, report, print); err != nil {
			return err
		}
		if report.Interrupted {
			slog.Info("interrupted; what follows goes on", "command", "sfdfa-actors sweep --resume "+report.Directory)
			return context.Canceled
		}
		return nil
	}
	return command
}

// carryOut begins a sweep, or goes on with the one in the directory resume.
func carryOut(ctx context.Context, cmd *cobra.Command, definition sweep.Definition, how sweep.Conduct, out, resume string) (*sweep.Report, error) {
	if cmd.Flags().Changed("resume") {
		if err := settingflags.OnlyWith(cmd, "resume", append(append(pageflags.Names, figureflags.Names...), "jobs", "json", "log-level")...); err != nil {
			return nil, err
		}
		return sweep.Resume(ctx, resume, how)
	}
	study, err := definition.Study()
	if err != nil {
		return nil, err
	}
	return study.Run(ctx, out, how)
}
