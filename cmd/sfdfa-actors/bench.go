package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/freebench"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/study/bench"
)

// newBenchCommand returns the command "bench", which measures the engines side
// by side.
func newBenchCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "bench [flags]",
		Short: "Measure the actor engine against the plain loop and the machine's limit",
		Long: `Measure the actor engine against the reference engine, and that against the bare
inner loop, on the same network and samples: every round runs each of them
once, and every figure is a median over rounds. The settings are those of
"run"; the MNIST network is a good one to compare: --dataset mnist. The same task is
also learned one sample at a time, with the rates that befit it.

With --network balanced it lets that network run freely, as "simulate" does, and
measures synaptic events per second of CPU time, with what the drive costs.`,
		Args: cobra.NoArgs,
	}
	flags := settingflags.Add(command)
	bench := bench.Study{}
	command.Flags().IntVar(&bench.Rounds, "rounds", 25, "rounds that medians are taken over (1 or more)")
	command.Flags().IntVar(&bench.Samples, "samples", 1000, "samples presented in each measurement (1 or more)")
	free := freebench.Add(command)
	asJSON := command.Flags().Bool("json", false, "print the figures as one JSON object instead of a table")
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		if free.AreFree() {
			return free.Run(cmd, bench.Rounds, *asJSON)
		}
		config, err := flags.Resolve()
		if err != nil {
			return err
		}
		if bench.Rounds < 1 || bench.Samples < 1 {
			return usageError("rounds is %d and samples is %d, allowed: 1 or more", bench.Rounds, bench.Samples)
		}
		bench.Progress = func(done, rounds int) {
			fmt.Fprintf(cmd.ErrOrStderr(), "round %d/%d\n", done, rounds)
		}
		report, err := bench.Run(cmd.Context(), config)
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.Bench, report, printBench)
	}
	return command
}

func printBench(w io.Writer, r *bench.Report) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name, format string, values ...any) {
		fmt.Fprintf(table, "  %s\t%s\n", name, fmt.Sprintf(format, values...))
	}
	fmt.Fprintf(table, "\n%s, %v hidden neurons, medians of %s of %s\n\n", r.Config.Dataset, r.Config.Layers, numeral.Several(r.Rounds, "round"), numeral.Several(r.Samples, "sample"))
	cores := numeral.Several(r.Procs, "CPU core")
	row("training, actors", "%s samples/s on %s", numeral.Short(r.SamplesPerSecond), cores)
	row("training, reference", "%s samples/s on %s", numeral.Short(r.ReferenceSamplesPerSecond), cores)
	row("presenting, actors", "%s samples/s on %s", numeral.Short(r.PresentSamplesPerSecond), cores)
	row("actors ÷ reference", "%.2f on %s, %.2f on 1", r.ActorsOverReference, cores, r.ActorsOverReferenceOneProc)
	row("uncoalesced ÷ reference", "%.2f on %s", r.ActorsOverReferenceUncoalesced, cores)
	row("goroutine ÷ pool", "%.2f of the time, %.2f of the CPU time, with a goroutine for each actor", r.GoroutineTimeOverPool, r.GoroutineCPUOverPool)
	row("one by one, actors", "%s samples/s on %s, %.2f of the reference", numeral.Short(r.OnlineSamplesPerSecond), cores, r.OnlineOverReference)
	row("a silent neuron", "%.0f ns a sample, one by one", r.SilentNeuron)
	row("speed-up", "actors %.2f, reference %.2f from 1 to %s", r.SpeedupTwoProcs, r.ReferenceSpeedupTwoProcs, cores)
	if r.RoundTrip > 0 {
		row("cache line", "%.0f ns from one CPU core to another and back, 50 to 100 if they share a cache", r.RoundTrip)
	}
	row("memory, actors", "%s allocations a sample, collector's share of CPU time %.1f %%", numeral.Short(r.AllocationsPerSample), 100*r.CollectorShare)
	if r.ReferenceOverLimitForward > 0 {
		row("speed-up, machine", "%.2f, of the bare loop run by every CPU core", r.MachineSpeedup)
		row("reference ÷ limit", "presenting %.2f, learning %.2f times the bare loop's time", r.ReferenceOverLimitForward, r.ReferenceOverLimitLearning)
	}
	return table.Flush()
}
