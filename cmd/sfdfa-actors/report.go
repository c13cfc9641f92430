package main

import (
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/opener"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/study/report"
)

// newReportCommand returns the command "report", which shows what a run came to.
func newReportCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "report [DIR] [flags]",
		Short: "Show a run on one page, with pictures and tables",
		Long: `Test the network of the run in DIR again, as its newest checkpoint has it, and show
what it does: learning curves, confusion matrix, what is taken for what, firing
rates, weights, and one sample spike by spike through all populations.

Everything stands on one page, ` + report.PageFile + `, which opens without a network. The
pictures stand beside it (--figures), the numbers as CSV and in ` + report.JSONFile + `. Files
of an earlier report are replaced; the run itself does not change.`,
	}
	options := report.Options{}
	part := command.Flags().String("part", "test", "`part` of the data set that the sample is from: train, validation, test")
	settingflags.CompleteWords(command, "part", runs.PartNames()...)
	command.Flags().IntVar(&options.Sample, "sample", 0, "`index` of the sample that is shown spike by spike, from 0")
	command.Flags().StringVar(&options.Out, "out", "", "`directory` for the files (default DIR/"+report.Directory+")")
	figures := figureflags.Add(command, "svg", "png")
	open := command.Flags().Bool("open", false, "open the page with the system's program for it")
	asJSON := command.Flags().Bool("json", false, "print the numbers as one JSON object instead of a table")
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		var err error
		if options.Part, err = runs.PartByName(*part); err != nil {
			return err
		}
		if options.Figures, err = figures.Resolve(arguments); err != nil {
			return err
		}
		trained, err := openTrained(arguments[0])
		if err != nil {
			return err
		}
		defer trained.Close()
		display := newDisplay(cmd)
		options.Observer = display
		r, err := options.Write(cmd.Context(), arguments[0], trained)
		display.Close()
		if err != nil {
			return err
		}
		if *open {
			page := filepath.Join(r.Directory, report.PageFile)
			if err := opener.Open(page); err != nil {
				slog.Warn("nothing here opens the page; open it yourself", "page", page, "reason", err)
			}
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.Report, r, printReport)
	}
	rundirs.AcceptOne(command)
	return command
}

func printReport(w io.Writer, r *report.Report) error {
	s := r.Summary
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\n%s with %s after %s, %s\n\n", r.Config.Dataset, r.Config.Rule, numeral.Several(s.Epochs, "epoch"), numeral.Several(s.Batches, "batch"))
	fmt.Fprintf(table, "  test accuracy\t%.2f %%  (%.2f %% with ties to the lowest index)\n", s.TestAccuracy, s.TestAccuracyLowestIndex)
	fmt.Fprintf(table, "  test samples\t%d, %d undecided  (without an output spike)\n", s.TestSamples, s.TestUndecided)
	fmt.Fprintf(table, "  digest\t%s\n", s.Digest[:16])
	for _, o := range r.LeftOut {
		fmt.Fprintf(table, "  left out\t%s: it needs %s\n", o.Section, o.Needs)
	}
	fmt.Fprintf(table, "  files\t%d in %s\n", len(r.Files), r.Directory)
	fmt.Fprintf(table, "  page\t%s\n", filepath.Join(r.Directory, report.PageFile))
	return table.Flush()
}
