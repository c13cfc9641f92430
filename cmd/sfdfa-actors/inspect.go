package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/closeup"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs"
)

// newInspectCommand returns the command "inspect", which looks into a checkpoint.
func newInspectCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "inspect [DIR] [flags]",
		Short: "Show the network of a run: layers, weights, one neuron's synapses",
		Long: `Show the network of the run in DIR, as its newest checkpoint has it. It needs no
data set and changes nothing in DIR.`,
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of a table")
	neuron := command.Flags().String("neuron", "", "show one neuron, `POPULATION:INDEX`; population 1 is the first hidden one")
	npz := command.Flags().String("npz", "", "write weights and feedback weights as NumPy arrays to `file`")
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		trained, err := openTrained(arguments[0])
		if err != nil {
			return err
		}
		defer trained.Close()
		if *npz != "" {
			if err := trained.Export(*npz); err != nil {
				return err
			}
		}
		if cmd.Flags().Changed("neuron") {
			return inspectNeuron(cmd.OutOrStdout(), trained, *neuron, *asJSON)
		}
		return inspect(cmd.OutOrStdout(), trained, *asJSON)
	}
	rundirs.AcceptOne(command)
	return command
}

func inspect(w io.Writer, trained *runs.Trained, asJSON bool) error {
	x, err := trained.Inspect()
	if err != nil {
		return err
	}
	return output.Show(w, asJSON, schema.Inspection, x, printInspection)
}

func printInspection(w io.Writer, x *runs.Inspection) error {
	fmt.Fprintf(w, "\n%s with %s after %s, %s: %s\n%d inputs, %d parameters; silent neurons are those of epoch %d\n\n",
		x.Config.Dataset, x.Config.Rule, numeral.Several(x.Epochs, "epoch"), numeral.Several(x.Batches, "batch"), x.Checkpoint, x.Inputs, x.Parameters, x.Epoch)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "POPULATION\tNEURONS\tSILENT\tCONNECTION\tNUMBERS\tCOUNT\tMIN\tMEAN\tSD\tMAX\t")
	for i := range x.Populations {
		p := &x.Populations[i]
		start := fmt.Sprintf("%s\t%d\t%d\t%s", p.Name, p.Neurons, p.Silent, p.Connection)
		printStatistics(table, start, "weights", &p.Weights)
		if p.Feedback != nil {
			printStatistics(table, "\t\t\t", "feedback", p.Feedback)
		}
	}
	return table.Flush()
}

func printStatistics(w io.Writer, start, name string, s *runs.Statistics) {
	fmt.Fprintf(w, "%s\t%s\t%d\t%.4g\t%.4g\t%.4g\t%.4g\t\n", start, name, s.Count, s.Min, s.Mean, s.StandardDeviation, s.Max)
}

func inspectNeuron(w io.Writer, trained *runs.Trained, name string, asJSON bool) error {
	population, index, err := closeup.Find(&trained.Network().Topology, name)
	if err != nil {
		return err
	}
	x, err := trained.InspectNeuron(population, index)
	if err != nil {
		return err
	}
	if asJSON {
		return output.JSON(w, schema.Neuron, x)
	}
	state := "has fired"
	if x.Silent {
		state = "was silent"
	}
	fmt.Fprintf(w, "\nneuron %d of population %d: %s, %s, %s in epoch %d\n",
		x.Neuron, x.Population, numeral.Several(len(x.Synapses), "synapse"), numeral.Several(x.Steps, "optimiser step"), state, trained.Epoch)
	if x.MeanRate != nil {
		fmt.Fprintf(w, "mean rate %.3g spikes per sample\n", *x.MeanRate)
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "FROM\tWEIGHT\tAVERAGE\tFIRST MOMENT\tSECOND MOMENT\t")
	for _, s := range x.Synapses {
		fmt.Fprintf(table, "%d\t%.6g\t%s\t%s\t%s\t\n", s.Presynaptic, s.Weight, optional(s.Average), optional(s.First), optional(s.Second))
	}
	if len(x.Feedback) > 0 {
		fmt.Fprintln(table, "\nOUTPUT\tFEEDBACK\t")
	}
	for o, b := range x.Feedback {
		fmt.Fprintf(table, "%d\t%.6g\t\n", o, b)
	}
	return table.Flush()
}

func optional(x *float64) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprintf("%.6g", *x)
}
