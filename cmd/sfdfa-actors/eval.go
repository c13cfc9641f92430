package main

import (
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs"
)

// newEvalCommand returns the command "eval", which tests a trained network again.
func newEvalCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "eval [DIR] [flags]",
		Short: "Test the network of a run again",
		Long: `Test the network of the run in DIR again, as its newest checkpoint has it, with
the run's own settings and data. It changes nothing in DIR. --json prints the
columns of the NeuroBench leaderboards as well.`,
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of a table")
	traced := addTraceFlags(command, "; has to be given with --trace")
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		tracing, err := traced.resolve()
		if err != nil {
			return err
		}
		if len(tracing.Kinds) > 0 && tracing.File == "" {
			return usageError("--trace is given without --trace-file, allowed: both, since nothing in %s is changed", arguments[0])
		}
		trained, err := openTrained(arguments[0])
		if err != nil {
			return err
		}
		defer trained.Close()
		display := newDisplay(cmd)
		evaluation, err := trained.Evaluate(cmd.Context(), tracing, display)
		display.Close()
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.Evaluation, evaluation, printEvaluation)
	}
	rundirs.AcceptOne(command)
	return command
}

// openTrained opens a run's newest good checkpoint and says which were passed over.
func openTrained(directory string) (*runs.Trained, error) {
	trained, err := runs.OpenTrained(directory)
	if err != nil {
		return nil, err
	}
	for _, reason := range trained.Refused {
		slog.Warn("a checkpoint is passed over for the one before it", "reason", reason, "instead", trained.Checkpoint)
	}
	return trained, nil
}

func printEvaluation(w io.Writer, e *runs.Evaluation) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\n%s with %s after %s, %s\n\n", e.Config.Dataset, e.Config.Rule, figure.Several(e.Epochs, "epoch"), figure.Several(e.Batches, "batch"))
	fmt.Fprintf(table, "  test accuracy\t%.2f %%  (%.2f %% with ties to the lowest index)\n", e.TestAccuracy, e.TestAccuracyLowestIndex)
	if e.ValidationAccuracy != nil {
		fmt.Fprintf(table, "  validation accuracy\t%.2f %%  (%d undecided)\n", *e.ValidationAccuracy, *e.ValidationUndecided)
	}
	fmt.Fprintf(table, "  test loss\t%.4g\n", e.TestLoss)
	fmt.Fprintf(table, "  test samples\t%d, %d undecided  (without an output spike)\n", e.TestSamples, e.TestUndecided)
	fmt.Fprintf(table, "  digest\t%s\n", e.Digest[:16])
	fmt.Fprintf(table, "  checkpoint\t%s\n", e.Checkpoint)
	return table.Flush()
}
