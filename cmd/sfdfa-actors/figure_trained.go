package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/comparison"
	"sfdfa-actors/internal/study/paper"
)

// trainedFigure is a figure of trainings with its flags.
type trainedFigure struct {
	*paper.Figure
	settings *settingflags.Flags
	variants []string
	seeds    int
	from     string
	resume   string
	out      string
	figures  figure.Form
}

// bindTrained makes the command train what a figure shows, with the flags of a run
// but for the setting in which the variants differ.
func bindTrained(command *cobra.Command, figure *paper.Figure, out *string, figures *figureflags.Flags) {
	t := figure.Trained
	f := &trainedFigure{Figure: figure}
	command.Long = fmt.Sprintf(`Train networks and draw figure %d of the paper: %s.

The defaults below are the paper's settings, for its data set and the first of
the variants; flags hold for all variants. The directory also gets what "compare"
leaves: the record of every run, %s and %s. "figure %d --from
DIR" draws from the %s in DIR, which "compare" or an earlier "figure"
has left there, and trains nothing.`,
		figure.Number, figure.Shows, comparison.CSVFile, comparison.JSONFile, figure.Number, comparison.JSONFile)
	plural := t.Vary + "s"
	command.Flags().StringSliceVar(&f.variants, plural, t.Variants, fmt.Sprintf("`%s` to compare", plural))
	settingflags.CompleteList(command, plural, t.Allowed()...)
	command.Flags().IntVar(&f.seeds, "seeds", t.Seeds, "runs of each variant, with the seeds --seed, --seed + 1 and so on (1 or more)")
	command.Flags().StringVar(&f.from, "from", "", "draw from the comparison in `directory` and train nothing")
	command.Flags().StringVar(&f.resume, "resume", "", "go on with the figure in `directory` that was cut short, with its settings")
	f.settings = settingflags.AddWith(command, t.Defaults())
	command.Flags().Lookup(t.Vary).Hidden = true // --rules or --gradients takes its place
	command.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		f.out = *out
		if f.figures, err = figures.Resolve(nil); err != nil {
			return err
		}
		return f.run(cmd)
	}
}

func (f *trainedFigure) run(cmd *cobra.Command) error {
	if cmd.Flags().Changed(f.Trained.Vary) {
		return usageError("%s is given, but figure %d compares %ss, allowed: --%ss", f.Trained.Vary, f.Number, f.Trained.Vary, f.Trained.Vary)
	}
	report, err := f.report(cmd)
	if err != nil {
		return err
	}
	if report.Interrupted && !report.Finished() {
		return errInterrupted
	}
	d, err := f.Trained.Draw(report)
	if err != nil {
		return err
	}
	directory := report.Directory
	if f.from != "" {
		var undo func()
		if directory, undo, err = record.NewDirectory(f.out, f.Name()); err != nil {
			return err
		}
		defer undo() // which removes nothing that has a file in it
	}
	if err := writeFigure(cmd.OutOrStdout(), f.Figure, d, directory, f.figures); err != nil {
		return err
	}
	return interrupted(report.Interrupted && f.from == "")
}

// report is what the figure is drawn from.
func (f *trainedFigure) report(cmd *cobra.Command) (*comparison.Report, error) {
	if f.from != "" {
		return comparison.Read(f.from)
	}
	study := comparison.Study{Seeds: f.seeds, Name: f.Name(), Observer: variantDisplay(cmd, f.Trained.Vary), Figures: f.figures}
	if f.resume != "" {
		return resumeComparison(cmd, study, f.resume)
	}
	for _, variant := range f.variants {
		config, err := f.settings.ResolveWith(func(c *settings.Config) error { return f.Trained.Set(c, variant) })
		if err != nil {
			return nil, err
		}
		study.Variants = append(study.Variants, comparison.Variant{Name: variant, Config: config})
	}
	return study.Run(cmd.Context(), f.out)
}
