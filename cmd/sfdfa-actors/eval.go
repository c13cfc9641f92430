package main

import (
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs"
)

// newEvalCommand returns the command "eval", which tests a trained network again.
func newEvalCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "eval [DIR] [flags]",
		Short: "Test the network of a run, or of a file, again",
		Long: `Test the network of the run in DIR again, as its newest checkpoint has it, with
the run's own settings and data. It changes nothing in DIR. --json prints the
columns of the NeuroBench leaderboards as well.

With --nir FILE or --weights FILE in place of DIR it tests the network of a file, on the data set
of --dataset or else that which the file names. The flags of settings are for that.`,
	}
	flags := settingflags.AddTest(command)
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of a table")
	traced := addTraceFlags(command, "; has to be given with --trace")
	var tracing runs.Trace
	evaluate := func(cmd *cobra.Command, test func(runs.Trace, runs.Observer) (*runs.Evaluation, error)) error {
		display := newDisplay(cmd)
		evaluation, err := test(tracing, display)
		display.Close()
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.Evaluation, evaluation, printEvaluation)
	}
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		if name := flags.Changed(); name != "" {
			return usageError("--%s is given without --nir or --weights, allowed: with one of them, since a run is tested with its own settings", name)
		}
		trained, err := openTrained(arguments[0])
		if err != nil {
			return err
		}
		defer trained.Close()
		return evaluate(cmd, func(traced runs.Trace, o runs.Observer) (*runs.Evaluation, error) {
			return trained.Evaluate(cmd.Context(), traced, o)
		})
	}
	rundirs.AcceptOne(command)
	ofRun := command.RunE
	command.RunE = func(cmd *cobra.Command, arguments []string) (err error) {
		if tracing, err = traced.resolve(); err != nil {
			return err
		}
		switch {
		case len(tracing.Kinds) > 0 && tracing.File == "":
			return usageError("--trace is given without --trace-file, allowed: both, since nothing else is written")
		case !cmd.Flags().Changed("weights"):
			return ofRun(cmd, arguments)
		case len(arguments) > 0:
			return usageError("%s is given with a file of weights, allowed: one of them", arguments[0])
		}
		config, err := flags.Resolve()
		if err != nil {
			return err
		}
		return evaluate(cmd, func(traced runs.Trace, o runs.Observer) (*runs.Evaluation, error) {
			return runs.EvaluateWeights(cmd.Context(), config, traced, o)
		})
	}
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
	if e.Checkpoint == "" {
		fmt.Fprintf(table, "\n%s with the network of %s\n\n", e.Config.Dataset, e.Config.Weights)
	} else {
		fmt.Fprintf(table, "\n%s with %s after %s, %s\n\n", e.Config.Dataset, e.Config.Rule, numeral.Several(e.Epochs, "epoch"), numeral.Several(e.Batches, "batch"))
	}
	fmt.Fprintf(table, "  test accuracy\t%.2f %%  (%.2f %% with ties to the lowest index)\n", e.TestAccuracy, e.TestAccuracyLowestIndex)
	if e.ValidationAccuracy != nil {
		fmt.Fprintf(table, "  validation accuracy\t%.2f %%  (%d undecided)\n", *e.ValidationAccuracy, *e.ValidationUndecided)
	}
	fmt.Fprintf(table, "  test loss\t%s\n", numeral.Rounded(e.TestLoss, 4))
	fmt.Fprintf(table, "  test samples\t%d, %d undecided  (without an output spike)\n", e.TestSamples, e.TestUndecided)
	if p := e.Energy.PerSample; p != nil {
		forward := e.Traffic.Forward
		n := float64(e.Energy.Samples)
		fmt.Fprintf(table, "  traffic\t%s packets, %s hops, %s synaptic operations a sample\n",
			numeral.Short(float64(forward.Packets-e.Traffic.Purposes.Silence.Packets)/n), numeral.Short(float64(forward.Hops()-e.Traffic.Purposes.Silence.Hops())/n), numeral.Short(float64(forward.SynapticOperations())/n))
		fmt.Fprintf(table, "  energy\testimate: %s a sample without a clock  (dynamic, %s)\n", numeral.Joules(p.Forward.Dynamic), e.Energy.Profile)
		if e.Energy.Clocked {
			fmt.Fprintf(table, "  clocked energy\testimate: %s a sample  (neurons updated every %s too)\n", numeral.Joules(p.Forward.Ticking()), numeral.Seconds(e.Energy.Assumed.Timestep))
		}
	}
	if t := e.Time; t != nil {
		fmt.Fprintf(table, "  time on chip\testimate: %s a sample; %s\n", numeral.Seconds(t.Forward.Seconds), t.Forward.Verdict)
	}
	fmt.Fprintf(table, "  digest\t%s\n", e.Digest[:16])
	if e.Checkpoint != "" {
		fmt.Fprintf(table, "  checkpoint\t%s\n", e.Checkpoint)
	}
	return table.Flush()
}
