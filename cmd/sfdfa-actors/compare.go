package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/study/comparison"
)

// newCompareCommand returns the command "compare", which trains a task under
// several rules.
func newCompareCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "compare [flags]",
		Short: "Train a task under several learning rules and seeds",
		Long: `Train a task under several learning rules, each with the same data and the same
seeds, and print means with standard deviations over the seeds. A rule has its own
default settings for the data set; flags hold for all rules.

Every run leaves a record of its own in the directory, which also gets
` + comparison.CSVFile + ` (all epochs), ` + comparison.JSONFile + `, ` + comparison.SVGFile + ` and ` + comparison.PNGFile + ` (learning
curves), written anew after each run. "sfdfa-actors compare --resume DIR" goes on with
a comparison that was stopped in any way: what has finished is kept.`,
		Args: cobra.NoArgs,
	}
	rules := addRulesFlag(command, "sfdfa", "dfa")
	study := comparison.Study{}
	command.Flags().IntVar(&study.Seeds, "seeds", 3, "runs of each rule, with the seeds --seed, --seed + 1 and so on (1 or more)")
	out := command.Flags().String("out", "", "`directory` for the records and files, new or empty (default runs/compare-DATASET-TIME)")
	asJSON := command.Flags().Bool("json", false, "print the report as one JSON object instead of a table")
	resume := command.Flags().String("resume", "", "go on with the comparison in `directory`, with its settings")
	compare := func(cmd *cobra.Command) (report *comparison.Report, err error) {
		if cmd.Flags().Changed("resume") {
			return resumeComparison(cmd, *resume, "rule", "json")
		}
		if study.Variants, err = rules.resolve(); err != nil {
			return nil, err
		}
		study.Observer = variantDisplay(cmd, "rule")
		return study.Run(cmd.Context(), *out)
	}
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		report, err := compare(cmd)
		if err != nil {
			return err
		}
		if report.Interrupted {
			slog.Info("interrupted; what follows goes on", "command", "sfdfa-actors compare --resume "+report.Directory)
		}
		if err := output.Show(cmd.OutOrStdout(), *asJSON, schema.Comparison, report, printComparison); err != nil {
			return err
		}
		return interrupted(report.Interrupted)
	}
	return command
}

// resumeComparison goes on with the comparison in a directory. Besides --resume a command may have some other flags.
func resumeComparison(cmd *cobra.Command, directory, vary string, others ...string) (*comparison.Report, error) {
	if err := settingflags.OnlyWith(cmd, "resume", append(others, "log-level")...); err != nil {
		return nil, err
	}
	return comparison.Resume(cmd.Context(), directory, variantDisplay(cmd, vary))
}

func printComparison(w io.Writer, r *comparison.Report) error {
	fmt.Fprintf(w, "\n%s, %s a rule; accuracies in percent, mean ± standard deviation\n\n", r.Dataset, figure.Several(r.Seeds, "seed"))
	table := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "rule\truns\ttest\tbest epoch\tlowest index\tundecided\ttraining\tspikes\ttime (s)")
	for i := range r.Rules {
		rule := &r.Rules[i]
		if len(rule.Runs) == 0 {
			fmt.Fprintf(table, "%s\t0%s\n", rule.Rule, strings.Repeat("\t-", 7))
			continue
		}
		fmt.Fprintf(table, "%s\t%d\t%v\t%v\t%v\t%v\t%v\t%v\t%v\n", rule.Rule, len(rule.Runs),
			rule.TestAccuracy, rule.BestTestAccuracy, rule.LowestTestAccuracy, rule.TestUndecided, rule.TrainAccuracy, rule.SpikesPerNeuron, rule.Seconds)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nties go to the output that fired first, in the fifth column to the lowest index;\nthe best epoch is chosen on the test samples; undecided are those in which no output neuron fired;\nspikes are those of a neuron in a sample\nfiles in %s\n", r.Directory)
	return err
}
