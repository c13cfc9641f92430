package dryrun

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/limits"
)

// AddFlag gives the command "run" the flag --dry-run.
func AddFlag(command *cobra.Command) *bool {
	dry := command.Flags().Bool("dry-run", false, "say what the run will take, in synapses, memory, spikes and time, and leave nothing")
	for _, other := range []string{"resume", "workers"} {
		command.MarkFlagsMutuallyExclusive("dry-run", other)
	}
	return dry
}

// Show prints what the run of a command's flags will take.
func Show(cmd *cobra.Command, flags *settingflags.Flags, within limits.Limits, asJSON bool) error {
	config, err := flags.Resolve()
	if err != nil {
		return err
	}
	forecast, err := Of(cmd.Context(), config, within)
	if err != nil {
		return err
	}
	return output.Show(cmd.OutOrStdout(), asJSON, schema.Forecast, forecast, Print)
}

// Print prints a forecast as tables.
func Print(w io.Writer, f *Forecast) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "\n%s with %s, %s: nothing was built or written\n\n", f.Config.Dataset, f.Config.Rule, numeral.Several(f.Epochs, "epoch"))
	fmt.Fprintln(table, "POPULATION\tNEURONS\tSYNAPSES OF EACH\tSPIKES OF EACH, A SAMPLE\t")
	for _, p := range f.Populations {
		degree := "-"
		if p.InDegree > 0 {
			degree = numeral.Short(p.InDegree)
		}
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t\n", p.Name, p.Neurons, degree, numeral.Short(p.Spikes))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	table = tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name, format string, values ...any) {
		fmt.Fprintf(table, "  %s\t%s\n", name, fmt.Sprintf(format, values...))
	}
	fmt.Fprintln(table)
	row("synapses", "%s", numeral.Short(f.Synapses))
	row("memory", "about %v: %v data and program, %v synapses, %v neurons, %v spikes", limits.Size(f.Memory.Total),
		limits.Size(f.Memory.Base), limits.Size(f.Memory.Synapses), limits.Size(f.Memory.Neurons), limits.Size(f.Memory.Spikes))
	row("spikes", "%s a sample before training", numeral.Short(f.Spikes))
	row("synaptic events", "%s a sample before training", numeral.Short(f.SynapticEvents))
	row("samples", "%s of training and %s of tests an epoch", numeral.Short(float64(f.TrainingSamples)), numeral.Short(float64(f.TestSamples)))
	if f.Seconds > 0 {
		row("time", "about %s, training %s samples a second", numeral.Duration(f.Seconds), numeral.Short(f.SamplesPerSecond))
	} else {
		row("time", "not known: networks of a file are not made smaller to measure it")
	}
	return table.Flush()
}
