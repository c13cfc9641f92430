package estimates

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// newEnergyEstimateCommand returns the command "energy estimate", which estimates
// the energy of a run again.
func newEnergyEstimateCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "estimate [DIR] [flags]",
		Short: "Estimate the energy of a run, product by product",
		Long: `Estimate the energy of the run in DIR from what its ` + record.TrafficFile + ` counts, by the run's
own profile or another one. No energy is measured: every joule is an estimate.`,
	}
	flags := command.Flags()
	profile := flags.String("energy-profile", "", "`NAME|FILE` of the constants (default: the run's own)")
	settingflags.CompleteWordsOrFile(command, "energy-profile", energy.Names()...)
	timestep := flags.Float64("timestep", 0, "`seconds` of the time step of a clock (default: the run's own)")
	asJSON := flags.Bool("json", false, "print one JSON object, as "+runs.EnergyFile+" has it, instead of tables")
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		if flags.Changed("timestep") && !(*timestep > 0) {
			return settings.Errorf("timestep is %v s, allowed: from 1e-6 to 1", *timestep)
		}
		e, err := runs.EstimateEnergy(arguments[0], *profile, *timestep)
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.Energy, e, Print)
	}
	rundirs.AcceptOne(command)
	return command
}

// Print prints an estimate: means of a sample, sums of the run, and product by product.
func Print(w io.Writer, e *energy.Estimate) error {
	a := e.Assumed
	fmt.Fprintf(w, "\nestimate by %s: %s\nnothing was measured; %s of %s, %s on %s and %s\n\n",
		e.Profile, e.Title, numeral.Several(e.Samples, "sample"), numeral.Seconds(a.Duration), numeral.Several(a.Neurons, "neuron"), numeral.Several(a.Cores, "core"), numeral.Several(a.Chips, "chip"))
	if e.PerSample == nil {
		_, err := fmt.Fprintln(w, "no sample was learned from")
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "ESTIMATE, A SAMPLE\tFORWARD\tLEARNING\tBOTH\t")
	row := func(name string, of func(energy.Sum) float64) {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t\n", name, numeral.Joules(of(e.PerSample.Forward)), numeral.Joules(of(e.PerSample.Learning)), numeral.Joules(of(e.PerSample.Run)))
	}
	for _, share := range e.Shares() {
		row(share.Name, share.Of)
	}
	fmt.Fprintln(table, "\t\t\t\t\nESTIMATE, THE RUN\t\t\t\t")
	row = func(name string, of func(energy.Sum) float64) {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t\n", name, numeral.Joules(of(e.Forward.Sum)), numeral.Joules(of(e.Learning.Sum)), numeral.Joules(of(e.Run)))
	}
	row("without a clock", energy.Sum.EventDriven)
	row("with a clock", energy.Sum.Clocked)
	if err := table.Flush(); err != nil {
		return err
	}
	return printProducts(w, e)
}

// printProducts prints what the estimate is made of, and what it lacks.
func printProducts(w io.Writer, e *energy.Estimate) error {
	samples := float64(e.Samples)
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PHASE\tCONSTANT\tVALUE\tEVIDENCE\tCOUNT, A SAMPLE\tESTIMATE, A SAMPLE")
	for _, phase := range []struct {
		name string
		of   *energy.PhaseEstimate
	}{{"forward", &e.Forward}, {"learning", &e.Learning}} {
		for i := range phase.of.Products {
			p := &phase.of.Products[i]
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", phase.name, p.Name, valueOf(&p.Constant), evidence(&p.Constant), numeral.Short(p.Count/samples), numeral.Joules(p.Joules/samples))
		}
		for _, m := range phase.of.Missing {
			fmt.Fprintf(table, "%s\t%s\tmissing\t-\t%s\tnot counted\n", phase.name, m.Constant, numeral.Short(m.Count/samples))
		}
	}
	return table.Flush()
}
