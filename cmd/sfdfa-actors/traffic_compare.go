package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/study/comparison"
)

// newTrafficCompareCommand returns the command "traffic compare", which trains a
// task under several rules and shows what each costs.
func newTrafficCompareCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "compare [flags]",
		Short: "Compare what learning rules send and do on a mesh of cores",
		Long: `Train a task under several learning rules, each with the same network, data and
seed, and compare what they send and do on the simulated mesh of cores, by purpose.
A rule has its own default settings for the data set; flags hold for all rules.
Back-propagation sends an error back for every packet of a hidden spike:
docs/TRAFFIC.md describes that model and defines every figure.

Every run leaves a record of its own in the directory, which also gets
` + comparison.TrafficCSVFile + ` (all epochs), ` + comparison.TrafficJSONFile + `, ` + comparison.TrafficPicture + `.svg and ` + comparison.TrafficPicture + `.png, and the
files of "compare". "sfdfa-actors traffic compare --resume DIR" goes on with one that was cut short.`,
		Args: cobra.NoArgs,
	}
	rules := addRulesFlag(command, "sfdfa", "dfa", "frozen", "bp")
	out := command.Flags().String("out", "", "`directory` for the records and files, new or empty (default runs/traffic-DATASET-TIME)")
	asJSON := command.Flags().Bool("json", false, "print the report as one JSON object instead of a table")
	figures := figureflags.Add(command, "svg", "png")
	resume := command.Flags().String("resume", "", "go on with the comparison in `directory`, with its settings")
	compare := func(cmd *cobra.Command) (*comparison.TrafficReport, error) {
		form, err := figures.Resolve(nil)
		if err != nil {
			return nil, err
		}
		study := comparison.Study{Observer: variantDisplay(cmd, "rule"), Figures: form}
		if cmd.Flags().Changed("resume") {
			report, err := resumeComparison(cmd, study, *resume, "json")
			if err != nil {
				return nil, err
			}
			return report.Traffic()
		}
		if study.Variants, err = rules.resolve(); err != nil {
			return nil, err
		}
		return study.Traffic(cmd.Context(), *out)
	}
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		report, err := compare(cmd)
		if err != nil {
			return err
		}
		if err := output.Show(cmd.OutOrStdout(), *asJSON, schema.TrafficComparison, report, printTrafficComparison); err != nil {
			return err
		}
		return interrupted(report.Interrupted)
	}
	return command
}

func printTrafficComparison(w io.Writer, r *comparison.TrafficReport) error {
	if len(r.Rules) == 0 {
		_, err := fmt.Fprintln(w, "no rule has finished")
		return err
	}
	t := r.Rules[0].Traffic
	fmt.Fprintf(w, "\n%s, %s, seed %d: %s\n%s on %s, %s placement; figures are means of a sample\n\n",
		r.Dataset, numeral.Several(len(t.Epochs), "epoch"), r.Rules[0].Seed, numeral.Several(t.Samples, "sample"), numeral.Several(t.Cores, "core"), t.Grid, t.Placement)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, value func(*comparison.RuleTraffic) string) {
		fmt.Fprint(table, name, "\t")
		for i := range r.Rules {
			fmt.Fprint(table, value(&r.Rules[i]), "\t")
		}
		fmt.Fprintln(table)
	}
	row("", func(r *comparison.RuleTraffic) string { return r.Rule })
	row("test accuracy (%)", func(r *comparison.RuleTraffic) string { return fmt.Sprintf("%.2f", r.TestAccuracy) })
	row("spikes a neuron, last epoch", func(r *comparison.RuleTraffic) string { return numeral.Short(r.SpikesPerNeuron) })
	printWire(row, "packets", func(w *traffic.Work) int64 { return w.Packets })
	printWire(row, "bits × links", (*traffic.Work).BitLinks)
	printOperations(row)
	row("busiest core, synaptic operations", func(r *comparison.RuleTraffic) string {
		return perSample(r.Traffic.PerCore["synaptic_operations"].Max, r.Traffic)
	})
	row("busiest link, packets", func(r *comparison.RuleTraffic) string { return perSample(r.Traffic.PerLink["packets"].Max, r.Traffic) })
	row("busiest link, bits", func(r *comparison.RuleTraffic) string { return perSample(r.Traffic.PerLink["bits"].Max, r.Traffic) })
	printEnergies(row)
	if err := table.Flush(); err != nil {
		return err
	}
	e := r.Rules[0].Energy
	fmt.Fprintf(w, "\njoules are estimates by %s, nothing was measured; clocked is with neurons updated every %s too\n", e.Profile, numeral.Seconds(e.Assumed.Timestep))
	for i := range r.Rules {
		if missing := r.Rules[i].Energy.Missing; len(missing) > 0 {
			fmt.Fprintf(w, "that of %s is too low: the profile has no %s\n", r.Rules[i].Rule, namesOf(missing))
		}
	}
	_, err := fmt.Fprintf(w, "files in %s\n", r.Directory)
	return err
}

// namesOf lists the constants that an estimate lacks.
func namesOf(missing []energy.Missing) string {
	names := make([]string, len(missing))
	for i := range missing {
		names[i] = missing[i].Constant
	}
	return strings.Join(names, ", ")
}

// printEnergies prints what each rule's packets and operations would take, by phase.
func printEnergies(row trafficRow) {
	row("", func(*comparison.RuleTraffic) string { return "" })
	for _, line := range []struct {
		name string
		of   func(*energy.PerSample) float64
	}{
		{"forward", func(p *energy.PerSample) float64 { return p.Forward.Dynamic }},
		{"learning", func(p *energy.PerSample) float64 { return p.Learning.Dynamic }},
		{"both", func(p *energy.PerSample) float64 { return p.Run.Dynamic }},
		{"both, clocked", func(p *energy.PerSample) float64 { return p.Run.Ticking() }},
	} {
		row("estimated energy, "+line.name, func(r *comparison.RuleTraffic) string {
			if r.Energy.PerSample == nil {
				return "-"
			}
			return numeral.Joules(line.of(r.Energy.PerSample))
		})
	}
	time := func(name string, value func(*timing.Report) string) {
		row("estimated time on a chip, "+name, func(r *comparison.RuleTraffic) string {
			if r.Time == nil || r.Time.Learning == nil {
				return "-"
			}
			return value(r.Time)
		})
	}
	time("forward", func(t *timing.Report) string { return numeral.Seconds(t.Forward.Seconds) })
	time("learning", func(t *timing.Report) string { return numeral.Seconds(t.Learning.Seconds) })
	time("learning without the barrier", func(t *timing.Report) string { return numeral.Seconds(t.Learning.Cores + t.Learning.Links) })
}

// trafficRow prints one figure of all rules.
type trafficRow func(name string, value func(*comparison.RuleTraffic) string)

// printWire prints a figure of what is sent, by purpose.
func printWire(row trafficRow, name string, of func(*traffic.Work) int64) {
	row("", func(*comparison.RuleTraffic) string { return "" })
	for _, p := range traffic.Purposes() {
		if p.Name == traffic.FeedbackUpdate.Name || p.Name == traffic.LocalLearning.Name {
			continue // send nothing
		}
		row(name+", "+purposeName(p), func(r *comparison.RuleTraffic) string {
			if value := of(p.Work(&r.Traffic.Purposes)); value != 0 {
				return perSample(value, r.Traffic)
			}
			return "-"
		})
	}
	row(name+", all", func(r *comparison.RuleTraffic) string { return perSample(of(&r.Traffic.Total), r.Traffic) })
}

// printOperations prints what is computed.
func printOperations(row trafficRow) {
	row("", func(*comparison.RuleTraffic) string { return "" })
	for _, line := range []struct {
		name string
		of   func(*record.Traffic) int64
	}{
		{"ACs", func(t *record.Traffic) int64 { return t.Total.ACs }},
		{"MACs", func(t *record.Traffic) int64 { return t.Total.MACs }},
		{"neuron updates, forward", func(t *record.Traffic) int64 { return t.Forward.NeuronUpdates }},
		{"neuron updates, learning", func(t *record.Traffic) int64 { return t.Learning.NeuronUpdates }},
		{"eligibility updates", func(t *record.Traffic) int64 { return t.Total.EligibilityUpdates }},
		{"weight updates", func(t *record.Traffic) int64 { return t.Total.WeightUpdates }},
		{"feedback updates", func(t *record.Traffic) int64 { return t.Total.FeedbackUpdates }},
	} {
		row(line.name, func(r *comparison.RuleTraffic) string {
			if value := line.of(r.Traffic); value != 0 {
				return perSample(value, r.Traffic)
			}
			return "-"
		})
	}
}
