package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/estimates"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// newTrafficCommand returns the command "traffic", which shows what a run sent and
// did on simulated hardware.
func newTrafficCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "traffic [DIR] [flags]",
		Short: "Show what a run sent and did on a mesh of cores, by purpose",
		Long: `Show what the run in DIR sent and did on the simulated mesh of cores, by purpose:
what spikes cost, what their grades, the error and learning add, and how evenly
cores and links are loaded. It reads ` + record.TrafficFile + `, which a run writes when it ends;
docs/TRAFFIC.md defines every figure.

--cores-grid, --neurons-per-core and --placement of "run" choose the mesh.`,
	}
	asJSON := command.Flags().Bool("json", false, "print the content of "+record.TrafficFile+" as one line instead of tables")
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		config, err := record.ReadConfig(arguments[0])
		if err != nil {
			return err
		}
		t, err := record.ReadTraffic(arguments[0])
		if err != nil {
			return err
		}
		if *asJSON {
			return output.JSON(cmd.OutOrStdout(), schema.Traffic, t)
		}
		if err := printTraffic(cmd.OutOrStdout(), &config, t); err != nil {
			return err
		}
		e, err := runs.EstimateEnergy(arguments[0], "", 0)
		if err != nil {
			return err
		}
		if err := estimates.Print(cmd.OutOrStdout(), e); err != nil {
			return err
		}
		return estimates.PrintTime(cmd.OutOrStdout(), arguments[0])
	}
	rundirs.AcceptOne(command)
	command.AddCommand(newTrafficCompareCommand())
	return command
}

func printTraffic(w io.Writer, c *settings.Config, t *record.Traffic) error {
	fmt.Fprintf(w, "\n%s with %s, %s in %s\n%s on %s, %s placement; figures are means of a sample\n\n",
		c.Dataset, c.Rule, numeral.Several(t.Samples, "sample"), numeral.Several(t.Batches, "batch"), numeral.Several(t.Cores, "core"), t.Grid, t.Placement)
	for _, columns := range [][]trafficColumn{sent, done} {
		columns = slices.DeleteFunc(slices.Clone(columns), func(c trafficColumn) bool {
			return strings.HasPrefix(c.name, "delay") && c.value(&t.Total) == 0 // as in most networks
		})
		if err := printPurposes(w, t, columns); err != nil {
			return err
		}
		fmt.Fprintln(w)
	}
	return printLoads(w, t)
}

// printPurposes prints a table by purpose.
func printPurposes(w io.Writer, t *record.Traffic, columns []trafficColumn) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "\t")
	for _, column := range columns {
		fmt.Fprint(table, column.name, "\t")
	}
	fmt.Fprintln(table)
	row := func(name string, work *traffic.Work) {
		fmt.Fprint(table, name, "\t")
		for _, column := range columns {
			text := "-"
			if value := column.value(work); value != 0 {
				text = perSample(value, t)
			}
			fmt.Fprint(table, text, "\t")
		}
		fmt.Fprintln(table)
	}
	for _, p := range traffic.Purposes() {
		row(purposeName(p), p.Work(&t.Purposes))
	}
	row("all forward", &t.Forward)
	row("all learning", &t.Learning)
	return table.Flush()
}

// purposeName is a purpose's name in tables for people.
func purposeName(p traffic.Purpose) string { return strings.ReplaceAll(p.Name, "_", " ") }

// trafficColumn is a column of a table by purpose.
type trafficColumn struct {
	name  string
	value func(*traffic.Work) int64
}

// sent are the columns of what went over the mesh.
var sent = []trafficColumn{
	{"packets", func(w *traffic.Work) int64 { return w.Packets }},
	{"hops", (*traffic.Work).Hops},
	{"bits", func(w *traffic.Work) int64 { return w.Bits }},
	{"bits × links", (*traffic.Work).BitLinks},
}

// done are the columns of what cores did.
var done = []trafficColumn{
	{"ACs", func(w *traffic.Work) int64 { return w.ACs }},
	{"delay reads", func(w *traffic.Work) int64 { return w.DelayReads }},
	{"MACs", func(w *traffic.Work) int64 { return w.MACs }},
	{"neurons", func(w *traffic.Work) int64 { return w.NeuronUpdates }},
	{"eligibilities", func(w *traffic.Work) int64 { return w.EligibilityUpdates }},
	{"weights", func(w *traffic.Work) int64 { return w.WeightUpdates }},
	{"delays", func(w *traffic.Work) int64 { return w.DelayUpdates }},
	{"feedback", func(w *traffic.Work) int64 { return w.FeedbackUpdates }},
}

func perSample(value int64, t *record.Traffic) string {
	return numeral.Short(float64(value) / float64(max(1, t.Samples)))
}

// printLoads prints how evenly cores and links are loaded.
func printLoads(w io.Writer, t *record.Traffic) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tmax\tp99\tmean\tmax/mean\t")
	row := func(name string, samples float64, d mesh.Distribution) {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t\n", name, numeral.Short(float64(d.Max)/samples), numeral.Short(float64(d.P99)/samples), numeral.Short(d.Mean/samples), numeral.Rounded(d.Imbalance, 3))
	}
	for _, name := range []string{"neurons", "in_axons", "out_axons", "synapse_bytes"} {
		row(strings.ReplaceAll(name, "_", " ")+" of a core", 1, t.PerCore[name])
	}
	samples := float64(max(1, t.Samples))
	for _, name := range []string{"synaptic_operations", "weight_updates", "packets_in", "packets_out"} {
		row(strings.ReplaceAll(name, "_", " ")+" of a core", samples, t.PerCore[name])
	}
	row("packets over a link", samples, t.PerLink["packets"])
	row("bits over a link", samples, t.PerLink["bits"])
	fmt.Fprintf(table, "packets from the host\t%s\t\t\t\t\npackets to the host\t%s\t\t\t\t\n", perSample(t.HostIn.Packets, t), perSample(t.HostOut.Packets, t))
	if err := table.Flush(); err != nil {
		return err
	}
	if s := t.Synchronisation; s != nil {
		fmt.Fprintf(w, "\nTo keep in step in cycles the simulator cuts a sample into %s, and its cores send %s packets for each\n"+
			"envelope of samples, spikes or not. No chip does: the figures above have none of them.\n", numeral.Several(s.Windows, "window"), numeral.Short(float64(s.Packets)))
	}
	return nil
}
