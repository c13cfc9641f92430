// Package scales has the command that measures how training gets faster with more CPU cores, and its tables.
package scales

import (
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/study/scaling"
)

// NewCommand returns the command "scale", which measures how training gets
// faster with more CPU cores.
func NewCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "scale [flags]",
		Short: "Measure strong and weak scaling over CPU cores",
		Long: `Measure how training gets faster with more CPU cores. Strong scaling keeps the
network; weak scaling lets every hidden population grow by one factor, just
enough for p times the synapses on p CPU cores: with one hidden population, or a
fixed --in-degree, p times the neurons of --layers. Inputs, outputs and samples
stay, so that each CPU core has the same number of synapses to serve.

Speed-up is relative to the first number of CPU cores in --procs: its time
divided by the time of the others, for weak scaling times the ratio of their
synapses. Building and one warm-up are timed apart from the repeats, in which
the networks take turns unless they are too large to be in memory at once. One
more run times every step of every actor and says where the time goes.

The settings are those of "run", but for --procs (which --config does not set);
the MNIST network is a good one to measure: --dataset mnist. The directory gets
` + scaling.CSVFile + `, ` + scaling.JSONFile + `, ` + scaling.Picture + `.svg and ` + scaling.Picture + `.png.`,
		Args: cobra.NoArgs,
	}
	study := scaling.Study{Procs: scaling.PowersOfTwo(runtime.NumCPU())}
	given := []int{}
	// It takes the place of the setting of that name, which is one number.
	command.Flags().Var(settingflags.Integers(&given), "procs",
		fmt.Sprintf("numbers of CPU cores (GOMAXPROCS) to measure, ascending, from 1 to %d (default 1,2,4 and so on up to those of the machine)", scaling.MostProcs))
	flags := settingflags.Add(command)
	kinds := command.Flags().String("study", "both", "kind of scaling: "+strings.Join(scaling.KindNames(), ", "))
	settingflags.CompleteWords(command, "study", scaling.KindNames()...)
	command.Flags().IntVar(&study.Repeats, "repeats", scaling.FewestRepeats, fmt.Sprintf("repeats that medians are taken over (%d or more)", scaling.FewestRepeats))
	command.Flags().IntVar(&study.Samples, "samples", 2000, "samples learned from in each measurement (1 or more)")
	out := command.Flags().String("out", "", "`directory` for the files, new or empty (default runs/scale-DATASET-RULE-TIME)")
	figures := figureflags.Add(command, "svg", "png")
	asJSON := command.Flags().Bool("json", false, "print the report as one JSON object instead of a table")
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		config, err := flags.Resolve()
		if err != nil {
			return err
		}
		if study.Figures, err = figures.Resolve(nil); err != nil {
			return err
		}
		if study.Kinds, err = scaling.KindsByName(*kinds); err != nil {
			return err
		}
		if cmd.Flags().Changed("procs") {
			study.Procs = given
		}
		study.Progress = func(s scaling.Step) {
			fmt.Fprintf(cmd.ErrOrStderr(), "%s, %s, %s: %.3g s\n", s.Kind, numeral.Several(s.CPUCores, "CPU core"), s.What, s.Seconds)
		}
		report, err := study.Run(cmd.Context(), config, *out)
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.Scaling, report, printScaling)
	}
	return command
}

// printScaling prints two tables for each kind of scaling: how fast, and where
// the time goes.
func printScaling(w io.Writer, r *scaling.Report) error {
	fmt.Fprintf(w, "\n%s with %s, %s hidden neurons, seed %d: learning from %s, medians of %s\n",
		r.Config.Dataset, r.Config.Rule, numeral.Sizes(r.Config.Layers, "-"), r.Seed, numeral.Several(r.Samples, "sample"), numeral.Several(r.Repeats, "repeat"))
	if r.Warning != "" {
		fmt.Fprintf(w, "* %s\n", r.Warning)
	}
	for i := range r.Studies {
		if err := printSeries(w, &r.Studies[i]); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\nfiles in %s\n", r.Directory)
	return err
}

func printSeries(w io.Writer, s *scaling.Series) error {
	starred := func(p *scaling.Point) string {
		if p.Oversubscribed {
			return fmt.Sprintf("%d*", p.CPUCores)
		}
		return strconv.Itoa(p.CPUCores)
	}
	fmt.Fprintf(w, "\n%s scaling, relative to %s\n\n", s.Kind, numeral.Several(s.RelativeTo, "CPU core"))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "CPU cores\thidden neurons\ttime\tlowest to highest\tspeed-up\tefficiency\tmessages/s\tsynaptic events/s\tbuild\twarm-up\t")
	for i := range s.Points {
		p := &s.Points[i]
		fmt.Fprintf(table, "%s\t%s\t%.3g s\t%.3g to %.3g s\t%.2f\t%.0f %%\t%s\t%s\t%.2g s\t%.3g s\t\n",
			starred(p), numeral.Sizes(p.Layers, "-"), p.Time.Median, p.Time.Lowest, p.Time.Highest, p.SpeedUp.Median, 100*p.Efficiency,
			numeral.Short(p.MessagesPerSecond), numeral.Short(p.SynapticEventsPerSecond), p.BuildSeconds, p.WarmUpSeconds)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w, "\n  where the time of the CPU cores goes")
	fmt.Fprintln(table, "CPU cores\tintegrate\tlearn\troute\tmailbox\tidle\t")
	for i := range s.Points {
		b := s.Points[i].Profile
		fmt.Fprintf(table, "%s\t", starred(&s.Points[i]))
		for _, part := range []float64{b.Integrate, b.Learn, b.Route, b.Mailbox, b.Idle} {
			fmt.Fprintf(table, "%.1f %%\t", 100*b.Share(part))
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}
