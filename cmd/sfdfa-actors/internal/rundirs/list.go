package rundirs

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs/listing"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
)

// NewCommand returns the command "runs", which lists runs and removes them.
func NewCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "runs [DIR...] [flags]",
		Short: "List runs, the newest first, or remove some",
		Long: `List the runs that stand directly below ` + record.Root + `, or below each DIR, the newest first.
A DIR may be a run itself, or a comparison, which holds a run for each rule and seed.

States are finished, interrupted (by Ctrl-C or at a limit), under way, stopped (in
the middle, say by kill -9: "run --resume DIR" goes on) and unreadable. The test
accuracy is that of the last epoch, the energy an estimate of a training sample,
forward and learning.`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of a table")
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		found, err := listing.Read(arguments)
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.Runs, found, printRuns)
	}
	command.AddCommand(newRemoveCommand())
	return command
}

// longestCell bounds a cell of the table in bytes; a directory, at the end of the line, may be longer.
const longestCell = 15

func printRuns(w io.Writer, l *listing.Listing) error {
	if len(l.Runs) == 0 {
		_, err := fmt.Fprintln(w, `there is no run; "sfdfa-actors run" makes one`)
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "BEGAN\tDATA SET\tRULE\tHIDDEN\tTEST\tENERGY\tSTATE\tDIRECTORY")
	for i := range l.Runs {
		r := &l.Runs[i]
		cell := func(text string) string { return untrusted.Line(text, longestCell) }
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", date(r.At(), time.Now()), cell(r.Dataset), cell(r.Rule), cell(numeral.Sizes(r.HiddenNeurons, "-")),
			ifThere(r.TestAccuracy, func(percent float64) string { return fmt.Sprintf("%.2f %%", percent) }), ifThere(r.JoulesPerSample, numeral.Joules),
			r.State, untrusted.Line(r.Directory, math.MaxInt))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for i := range l.Runs {
		if r := &l.Runs[i]; r.Fault != "" {
			fmt.Fprintf(w, "%s: %s\n", untrusted.Line(r.Directory, math.MaxInt), untrusted.Line(r.Fault, 1000))
		}
	}
	return nil
}

// ifThere is the text of a value, or a dash without one.
func ifThere(value *float64, text func(float64) string) string {
	if value == nil {
		return "-"
	}
	return text(*value)
}

// date is a time to the minute in this year, or a day of another one.
func date(at, now time.Time) string {
	if at.Year() == now.Year() {
		return at.Format("02 Jan 15:04")
	}
	return at.Format("02 Jan 2006")
}
