package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/summary"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/hardware/fit"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// newFitCommand returns the command "fit", which compares a network with the limits
// of chips.
func newFitCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "fit [DIR] [flags]",
		Short: "Compare what a network asks for with the limits of Loihi 1 and 2",
		Long: `Compare what a network asks for with the limits of neuromorphic chips: the network
of the run in DIR, or the one that "run" would have with the same flags.
--neurons-per-core says how it is shared out over cores. Limits that were not found
are unknown, neither met nor broken; docs/FIT.md has them with their sources.`,
		Args: cobra.MaximumNArgs(1),
	}
	flags := settingflags.Add(command)
	chip := command.Flags().String("chip", "", "`name` of the chip: "+strings.Join(fit.ChipNames(), ", ")+" (default all)")
	settingflags.CompleteWords(command, "chip", fit.ChipNames()...)
	weightBits := command.Flags().Int64("weight-bits", 0, "`bits` of a weight on the chip; 0 is those of --precision, or the chip's most if that is less")
	delayBits := command.Flags().Int64("delay-bits", 0, "`bits` of a delay on the chip, which counts it in steps of --timestep; 0 is the chip's most if that is known")
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of tables")
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		chips, err := chipsOf(*chip)
		if err != nil {
			return err
		}
		if *weightBits < 0 || *weightBits > 64 {
			return usageError("weight-bits is %d bits, allowed: 0, or from 1 to 64", *weightBits)
		}
		if *delayBits < 0 || *delayBits > 64 {
			return usageError("delay-bits is %d bits, allowed: 0, or from 1 to 64", *delayBits)
		}
		directory, config, err := fitConfig(flags, arguments)
		if err != nil {
			return err
		}
		reports, err := runs.Fit(config, directory, chips, fit.Options{WeightBits: *weightBits, DelayBits: *delayBits})
		if err != nil {
			return err
		}
		if *asJSON {
			return output.JSON(cmd.OutOrStdout(), schema.Fit, map[string]any{"config": config, "chips": reports})
		}
		for _, r := range reports {
			if err := printFit(output.Wrap(cmd.OutOrStdout()), &config, r); err != nil {
				return err
			}
		}
		return nil
	}
	return command
}

func chipsOf(name string) ([]fit.Chip, error) {
	if name == "" {
		return fit.Chips(), nil
	}
	chip, err := fit.ChipByName(name)
	if err != nil {
		return nil, &settings.ConfigError{Err: err}
	}
	return []fit.Chip{chip}, nil
}

// fitConfig is the config of the run in a directory, if one is named, changed by
// the flags.
func fitConfig(flags *settingflags.Flags, arguments []string) (directory string, c settings.Config, err error) {
	if len(arguments) > 0 {
		directory = arguments[0]
		if flags.File != "" {
			return "", c, usageError("--config is given with the run in %s, allowed: one of them", directory)
		}
		if _, err := record.ReadConfig(directory); err != nil {
			return "", c, err
		}
		flags.File = filepath.Join(directory, record.ConfigFile)
	}
	c, err = flags.Resolve()
	return directory, c, err
}

func printFit(w io.Writer, c *settings.Config, r *fit.Report) error {
	d := &r.Demand
	fmt.Fprintf(w, "\n%s on %s: %s, %s, %s of up to %s; %s\n",
		summary.NetworkName(c), r.Chip.Title, numeral.Several(d.Neurons, "neuron"), numeral.Several(d.Synapses, "synapse"),
		numeral.Several(d.Cores, "core"), numeral.Several(d.LargestCore.Neurons, "neuron"), numeral.Several(r.Chips, "chip"))
	fmt.Fprintf(w, "  presenting samples: %s\n", verdictInWords(r.Forward, r.Reasons(false), r.Advice.Forward, 0))
	fmt.Fprintf(w, "  learning too:       %s\n\n", verdictInWords(r.Learning, r.Reasons(true), r.Advice.Learning, r.Advice.GradeBits))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "WHAT\tNEEDED\tLIMIT\tVERDICT\tSOURCE OF THE LIMIT")
	for _, check := range r.Checks {
		source := check.Limit.Source + " (" + string(check.Limit.Evidence)
		if check.Limit.Secondary {
			source += ", quoted"
		}
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s)\n", check.What, check.Needed, limitInWords(check.Limit), check.Verdict, source)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	l := &d.LargestCore.Learning
	counted := fmt.Sprintf("weights counted with %s", numeral.Several(d.WeightBits, "bit"))
	if d.DelayBits > 0 {
		counted += fmt.Sprintf(", delays with %d", d.DelayBits)
	}
	_, err := fmt.Fprintf(w, "\nlearning state of that core: %d bits of moments, %d of eligibilities, %d of feedback weights; %s\n",
		l.Moments, l.Eligibility, l.Feedback, counted)
	return err
}

func limitInWords(l fit.Limit) string {
	switch {
	case l.Evidence != fit.Unknown:
		return fmt.Sprint(l.Value)
	case l.Below > 0:
		return fmt.Sprintf("below %d", l.Below)
	}
	return "?"
}

// verdictInWords says why a network does not fit, and with which settings more of
// it would.
func verdictInWords(v fit.Verdict, reasons []string, neuronsPerCore int, gradeBits int64) string {
	switch v {
	case fit.Fits:
		return "fits"
	case fit.NotKnown:
		return "fits as far as limits are known"
	}
	words, others := "does not fit: "+strings.Join(reasons, ", "), len(reasons)
	if gradeBits > 0 {
		words += fmt.Sprintf("; try --grade-bits %d", gradeBits)
		others--
	}
	switch {
	case neuronsPerCore > 0:
		words += fmt.Sprintf("; try --neurons-per-core %d", neuronsPerCore)
	case others > 0:
		words += "; no number of neurons per core changes that"
	}
	return words
}
