package main

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/study/comparison"
)

// newCompareCommand returns the command "compare", which trains a task under
// several rules.
func newCompareCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "compare [DIR...] [flags]",
		Short: "Train a task under several learning rules and seeds, or compare runs",
		Long: `Train a task under several learning rules, each with the same data and the same
seeds, and print means with standard deviations over the seeds. A rule has its own
default settings for the data set; flags hold for all rules.

Every run leaves a record of its own in the directory, which also gets
` + comparison.CSVFile + ` (all epochs), ` + comparison.JSONFile + `, ` + comparison.Picture + `.svg and ` + comparison.Picture + `.png (learning
curves), written anew after each run. "sfdfa-actors compare --resume DIR" goes on with
a comparison that was stopped in any way: what has finished is kept.

With DIRs it trains nothing and sets runs side by side that have finished; a DIR is a
run, or holds some. Runs that differ in nothing but the seed share a line.`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
	}
	rules := addRulesFlag(command, "sfdfa", "dfa")
	study := comparison.Study{}
	command.Flags().IntVar(&study.Seeds, "seeds", 3, "runs of each rule, with the seeds --seed, --seed + 1 and so on (1 or more)")
	out := command.Flags().String("out", "", "`directory` for the records and files, new or empty (default runs/compare-DATASET-TIME)")
	asJSON := command.Flags().Bool("json", false, "print the report as one JSON object instead of a table")
	figures := figureflags.Add(command, "svg", "png")
	resume := command.Flags().String("resume", "", "go on with the comparison in `directory`, with its settings")
	compare := func(cmd *cobra.Command, directories []string) (report *comparison.Report, err error) {
		if study.Figures, err = figures.Resolve(directories); err != nil {
			return nil, err
		}
		if len(directories) > 0 {
			if err := settingflags.OnlyWithArguments(cmd, append(figureflags.Names, "out", "json", "log-level")...); err != nil {
				return nil, err
			}
			return comparison.Collect(directories, *out, study.Figures)
		}
		study.Observer = variantDisplay(cmd, "rule")
		if cmd.Flags().Changed("resume") {
			return resumeComparison(cmd, study, *resume, "json")
		}
		if study.Variants, err = rules.resolve(); err != nil {
			return nil, err
		}
		return study.Run(cmd.Context(), *out)
	}
	command.RunE = func(cmd *cobra.Command, directories []string) error {
		report, err := compare(cmd, directories)
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
func resumeComparison(cmd *cobra.Command, study comparison.Study, directory string, others ...string) (*comparison.Report, error) {
	if err := settingflags.OnlyWith(cmd, "resume", append(append(others, figureflags.Names...), "log-level")...); err != nil {
		return nil, err
	}
	return study.Resume(cmd.Context(), directory)
}

func printComparison(w io.Writer, r *comparison.Report) error {
	upTo := ""
	if r.Collected {
		upTo = "up to "
	}
	fmt.Fprintf(w, "\n%s, %s%s a rule; accuracies in percent, mean ± standard deviation\n\n", r.Dataset, upTo, numeral.Several(r.Seeds, "seed"))
	table := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "rule\truns\ttest\tbest epoch\tlowest index\tundecided\ttraining\tspikes\ttime (s)")
	for i := range r.Rules {
		rule := &r.Rules[i]
		if len(rule.Runs) == 0 {
			fmt.Fprintf(table, "%s\t0%s\n", rule.Name, strings.Repeat("\t-", 7))
			continue
		}
		fmt.Fprintf(table, "%s\t%d\t%v\t%v\t%v\t%v\t%v\t%v\t%v\n", rule.Name, len(rule.Runs),
			rule.TestAccuracy, rule.BestTestAccuracy, rule.LowestTestAccuracy, rule.TestUndecided, rule.TrainAccuracy, rule.SpikesPerNeuron, rule.Seconds)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nties go to the output that fired first, in the fifth column to the lowest index;\nthe best epoch is chosen on the test samples; undecided are those in which no output neuron fired;\nspikes are those of a neuron in a sample\nfiles in %s\n", r.Directory)
	return err
}
