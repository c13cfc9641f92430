package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/study/paper"
)

// bindCalculated makes the command calculate a figure, with a flag for each of its
// settings.
func bindCalculated(command *cobra.Command, f *paper.Figure, out *string, figures *figureflags.Flags) {
	calculation := f.Calculated()
	flags := command.Flags()
	check := func() error { return nil }
	switch c := calculation.(type) {
	case *paper.Factor:
		flags.Float64Var(&c.TauSyn, "tau-syn", c.TauSyn, "synaptic time constant τs; the membrane's is 2·τs (s; above 0)")
		flags.Float64Var(&c.Threshold, "threshold", c.Threshold, "firing threshold ϑ (above 0)")
		flags.Float64Var(&c.Highest, "highest-current", c.Highest, "current up to which the factor is drawn (in units of c; above 1)")
		flags.IntVar(&c.Points, "points", c.Points, "points of each curve (2 or more)")
	case *paper.Field:
		check = bindToyNeuron(flags, &c.ToyNeuron)
	case *paper.Trace:
		check = bindToyNeuron(flags, &c.ToyNeuron)
		flags.Var(settingflags.Numbers(&c.Weights), "at", "weights W1,W2 that the neuron has (default the point marked in figure 2)")
		flags.IntVar(&c.Points, "points", c.Points, "points in time, besides those of spikes (2 or more)")
	default:
		panic(fmt.Sprintf("figure %d has the unknown type %T", f.Number, c))
	}
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := check(); err != nil {
			return err
		}
		form, err := figures.Resolve(nil)
		if err != nil {
			return err
		}
		d, err := calculation.Draw()
		if err != nil {
			return err
		}
		directory, undo, err := record.NewDirectory(*out, f.Name())
		if err != nil {
			return err
		}
		defer undo() // which removes nothing that has a file in it
		return writeFigure(cmd.OutOrStdout(), f, d, directory, form)
	}
}

// bindToyNeuron adds the flags of the neuron of figures 2 and 3. What it returns takes
// over the one whose number of values has to be checked.
func bindToyNeuron(flags *pflag.FlagSet, t *paper.ToyNeuron) (check func() error) {
	flags.Float64Var(&t.TauSyn, "tau-syn", t.TauSyn, "synaptic time constant τs; the membrane's is 2·τs (s; above 0)")
	flags.Float64Var(&t.Threshold, "threshold", t.Threshold, "firing threshold ϑ (above 0)")
	flags.Float64Var(&t.Duration, "duration", t.Duration, "end of the sample (s; above 0, up to 600·τs)")
	for i := range t.Spikes {
		flags.Var(settingflags.Numbers(&t.Spikes[i]), fmt.Sprintf("spikes-%d", i+1), fmt.Sprintf("spike times of input %d (s; from 0 to the duration)", i+1))
	}
	interval := []float64{t.Low, t.High}
	flags.Var(settingflags.Numbers(&interval), "weights", "interval of both weights: LOW,HIGH")
	flags.IntVar(&t.Grid, "grid", t.Grid, "points of the grid in each direction (from 3 to 500)")
	flags.Float64Var(&t.Critical, "critical", t.Critical, "how many times longer than its neighbours' median the exact gradient of a critical point is (above 1)")
	return func() error {
		if len(interval) != 2 {
			return usageError("weights has %d values, allowed: two, LOW,HIGH", len(interval))
		}
		t.Low, t.High = interval[0], interval[1]
		return nil
	}
}
