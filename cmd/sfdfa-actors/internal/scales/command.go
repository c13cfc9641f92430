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
more run times every step of every actor and says where the time goes, and what
that means for more CPU cores than there are: an estimate.

Beside each point stands what the machine gave at that moment: the speed-up of a
bare loop that shares nothing, the CPU time, and the CPU cores that others took.

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
			fmt.Fprintf(cmd.ErrOrStderr(), "%s, %s, %s: %s s\n", s.Kind, numeral.Several(s.CPUCores, "CPU core"), s.What, numeral.Rounded(s.Seconds, 3))
		}
		report, err := study.Run(cmd.Context(), config, *out)
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.Scaling, report, printScaling)
	}
	return command
}

// printScaling prints the tables of each kind of scaling: how fast, how much, where the time goes, and what that means
// for more CPU cores.
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
	fmt.Fprintf(w, "\n%s scaling, relative to %s\n\n", s.Kind, numeral.Several(s.RelativeTo, "CPU core"))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "CPU cores\ttime\tlowest to highest\tCPU time\tspeed-up\tbare loop\tefficiency\tothers\t")
	for i := range s.Points {
		p := &s.Points[i]
		fmt.Fprintf(t, "%s\t%s s\t%s to %s s\t%s\t%.2f\t%.2f\t%.0f %%\t%s\t\n",
			marked(p), numeral.Rounded(p.Time.Median, 3), numeral.Rounded(p.Time.Lowest, 3), numeral.Rounded(p.Time.Highest, 3), cpuTime(p), p.SpeedUp.Median, p.BareSpeedUp,
			100*p.Efficiency, others(p))
	}
	fmt.Fprintln(t)
	fmt.Fprintln(t, "CPU cores\thidden neurons\tmessages/s\tsynaptic events/s\tbuild\twarm-up\t")
	for i := range s.Points {
		p := &s.Points[i]
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s s\t%s s\t\n",
			marked(p), numeral.Sizes(p.Layers, "-"), numeral.Short(p.MessagesPerSecond), numeral.Short(p.SynapticEventsPerSecond), numeral.Rounded(p.BuildSeconds, 2), numeral.Rounded(p.WarmUpSeconds, 3))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w, "\n  where the time of the CPU cores goes")
	fmt.Fprintln(t, "CPU cores\tintegrate\tlearn\troute\tmailbox\tidle\t")
	for i := range s.Points {
		b := s.Points[i].Profile
		fmt.Fprintf(t, "%s\t", marked(&s.Points[i]))
		for _, part := range []float64{b.Integrate, b.Learn, b.Route, b.Mailbox, b.Idle} {
			fmt.Fprintf(t, "%.1f %%\t", 100*b.Share(part))
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	printMarks(w, s)
	return printProjection(w, s.Projection)
}

// marked is a point's number of CPU cores with what is to be said of it.
func marked(p *scaling.Point) string {
	mark := ""
	switch {
	case p.Oversubscribed:
		mark = "*"
	case p.NotGiven:
		mark = "!"
	}
	return strconv.Itoa(p.CPUCores) + mark
}

// printMarks explains the marks of points.
func printMarks(w io.Writer, s *scaling.Series) {
	for i := range s.Points {
		if marked(&s.Points[i]) == strconv.Itoa(s.Points[i].CPUCores)+"!" {
			fmt.Fprintln(w, "\n! the machine gave less than 85 % of these CPU cores, as the bare loop shows, which shares nothing:\n"+
				"  the point says nothing of them; measure again when others do not work on the machine")
			return
		}
	}
}

// cpuTime is what the process used, where that is measured.
func cpuTime(p *scaling.Point) string {
	if p.CPUSeconds == 0 {
		return "-"
	}
	return numeral.Rounded(p.CPUSeconds, 3) + " s"
}

// others is what other processes took, where that is measured.
func others(p *scaling.Point) string {
	if p.Others == nil {
		return "-"
	}
	return fmt.Sprintf("%.2f", *p.Others)
}

// printProjection prints what the profiles mean for more CPU cores.
func printProjection(w io.Writer, p *scaling.Projection) error {
	if p == nil {
		return nil
	}
	fmt.Fprintf(w, "\n  estimate by the profiles of 1 and %s: %.2g %% of the work is serial,\n  data of another CPU core makes the rest %.2g %% longer\n",
		numeral.Several(p.FromCPUCores, "CPU core"), 100*p.Serial, 100*p.Remote)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "CPU cores\testimated speed-up\tmeasured\t")
	for _, point := range p.Points {
		measured := ""
		if point.Measured > 0 {
			measured = fmt.Sprintf("%.2f", point.Measured)
		}
		fmt.Fprintf(t, "%d\t%.2f\t%s\t\n", point.CPUCores, point.SpeedUp, measured)
	}
	return t.Flush()
}
