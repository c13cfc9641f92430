// Package simulate has the command "simulate", which lets a network run freely.
package simulate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/interrupt"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/pageflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/networkfile"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/runs/record"
	config "sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/report"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/shipped"
)

// options are the command's flags.
type options struct {
	settings
	out, resume string
	scale       float64
	procs       int
	every       time.Duration
	asJSON      bool
	pages       *pageflags.Flags
	figures     *figureflags.Flags
}

// engines build a network by the name of the engine.
var engines = map[string]simulation.Build{
	"actors": func(n *network.Network, s network.Setup) (network.Engine, error) {
		return system.New(n, s, actors.PacketTransport)
	},
	"reference": func(n *network.Network, s network.Setup) (network.Engine, error) { return reference.New(n, s) },
}

// NewCommand returns the command "simulate".
func NewCommand() *cobra.Command {
	o := &options{}
	command := &cobra.Command{
		Use:   "simulate --network NAME|FILE [flags]\n  sfdfa-actors simulate --resume DIR [flags]",
		Short: "Let a network run freely, without samples or labels",
		Long: `Let a network run freely for a biological time: without samples, labels or learning.
It takes a network that comes with the program, or a file as docs/NETWORKS.md
describes it. The directory gets ` + networkFile + `, ` + spikesFile + `, ` + reportFile + `,
pictures, tables of its traffic, and ` + report.PageFile + `, a page with all of it.
A run that was stopped in any way goes on with --resume, and ends with the same digest.

Networks that come with the program:
` + list(),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	o.pages, o.figures = pageflags.Add(command), figureflags.Add(command, "svg")
	f := command.Flags()
	f.StringVar(&o.Network, "network", "", "`name` of a network that comes with the program, or path of a network file")
	f.Float64Var(&o.scale, "scale", 1, "size of a network that comes with the program, from 0.01 to 1000 times the full one")
	f.DurationVar(&o.Duration, "duration", time.Second, "biological time, like 500ms or 10s")
	f.DurationVar(&o.Transient, "transient", 0, "biological time at the start that rates, intervals and correlations leave out, while the network settles")
	f.Uint64Var(&o.Seed, "seed", 1, "seed of all that is drawn")
	f.IntVar(&o.procs, "procs", 0, "CPU cores (GOMAXPROCS) that work on neurons; 0 is all")
	f.IntVar(&o.NeuronsPerCore, "neurons-per-core", 0, "neurons on a core, at most; 0 chooses by the numbers of neurons and synapses")
	f.StringVar(&o.Engine, "engine", "actors", "actors, or reference: the same in a plain loop, which can't be resumed")
	f.Int64Var(&o.MostSpikes, "max-spikes", 10_000_000, "spikes that "+spikesFile+" gets, the first ones")
	f.StringVar(&o.Placement, "placement", config.Base().Placement, "where cores stand on the mesh whose traffic is counted: "+strings.Join(placement.RuleNames(), ", ")+", or "+noPlacement+" to count none")
	f.StringVar(&o.Profile, "energy-profile", config.Base().EnergyProfile, "`name` or file of the constants by which energy is estimated")
	f.DurationVar(&o.every, "checkpoint-every", time.Minute, "time between two checkpoints; 0 writes none but when the run is stopped")
	f.StringVar(&o.out, "out", "", "`directory` for the files, new or empty (default runs/simulate-NETWORK-TIME)")
	f.StringVar(&o.resume, "resume", "", "go on with the run in a `directory`, with its network and settings")
	f.String("workers", "", "") // refused with the reason
	_ = f.MarkHidden("workers")
	f.BoolVar(&o.asJSON, "json", false, "print "+reportFile+" on one line instead of a table")
	return command
}

func list() string {
	var b strings.Builder
	for _, n := range shipped.Networks {
		fmt.Fprintf(&b, "  %-12s %s\n", n.Name, n.Summary)
	}
	return b.String()
}

// mayResume are the flags that may stand beside --resume: what changes nothing in the results.
var mayResume = []string{"resume", "procs", "checkpoint-every", "json", "log-level", "quiet", "page", "page-tls-cert", "page-tls-key", "page-token-file", "figures", "style"}

// check refuses flags that can't be.
func (o *options) check(flags *pflag.FlagSet) error {
	var faults []error
	refuse := func(wrong bool, format string, arguments ...any) {
		if wrong {
			faults = append(faults, config.Errorf(format, arguments...))
		}
	}
	refuse(o.procs < 0, "procs is %d, must be at least 0", o.procs)
	refuse(o.every < 0, "checkpoint-every is %v, must be at least 0", o.every)
	refuse(flags.Changed("workers"), "workers are given, allowed with run only: a free run stays in one process, on as many CPU cores as procs says")
	if o.resume != "" {
		flags.Visit(func(f *pflag.Flag) {
			refuse(!slices.Contains(mayResume, f.Name), "%s can't be given with --resume: the run keeps its own", f.Name)
		})
		return config.Join(faults...)
	}
	refuse(o.Network == "", "network is missing, allowed: %s, or the path of a network file", strings.Join(shipped.Names(), ", "))
	refuse(o.Duration <= 0, "duration is %v, must be above 0", o.Duration)
	refuse(o.Transient < 0 || o.Duration > 0 && o.Transient >= o.Duration, "transient is %v, must be at least 0 and below the duration of %v", o.Transient, o.Duration)
	refuse(engines[o.Engine] == nil, "engine is %q, allowed: actors, reference", o.Engine)
	refuse(o.NeuronsPerCore < 0, "neurons-per-core is %d, must be at least 0", o.NeuronsPerCore)
	refuse(o.MostSpikes < 0, "max-spikes is %d, must be at least 0", o.MostSpikes)
	if err := o.checkHardware(); err != nil {
		faults = append(faults, err)
	}
	return config.Join(faults...)
}

// text is the network's file.
func (o *options) text() ([]byte, error) {
	text, found, err := shipped.Text(o.Network, o.scale)
	if found {
		return []byte(text), err
	}
	if o.scale != 1 {
		return nil, config.Errorf("scale is %v, allowed with a network that comes with the program: %s", o.scale, strings.Join(shipped.Names(), ", "))
	}
	read, err := untrusted.ReadGiven(o.Network, networkfile.Largest)
	if err != nil {
		return nil, config.Errorf("network: %w; or one of %s", err, strings.Join(shipped.Names(), ", "))
	}
	return read, nil
}

func (o *options) run(cmd *cobra.Command) error {
	if err := o.check(cmd.Flags()); err != nil {
		return err
	}
	form, err := o.figures.Resolve(nil)
	if err != nil {
		return err
	}
	r, undo, err := o.open()
	if err != nil {
		return err
	}
	defer r.close()
	r.figures = form
	ctx, shown, err := o.pages.Open(cmd.Context())
	if err != nil {
		undo()
		return err
	}
	defer shown.Close()
	r.watch = shown.Watch(r.settings.Network)
	interrupt.Hold(ctx)
	found, err := r.run(ctx, cmd.ErrOrStderr())
	r.watch.End(ctx.Err() != nil, ifNot(err, context.Canceled))
	if errors.Is(err, context.Canceled) {
		fmt.Fprintf(cmd.ErrOrStderr(), "stopped after %s s; go on with: sfdfa-actors simulate --resume %s\n", numeral.Rounded(r.simulation.Time(), 4), r.directory)
		return err
	}
	if err != nil {
		undo()
		return err
	}
	if o.asJSON {
		return output.JSON(cmd.OutOrStdout(), schema.Simulation, found)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "page: %s; beside it %s, %s, %s and others\n\n", filepath.Join(r.directory, report.PageFile), spikesFile, picture+"."+strings.Join(form.Formats, ", ."), reportFile)
	return printReport(cmd.OutOrStdout(), found)
}

// open makes a new run, or opens the one to go on with. undo takes back what is of no use after an error.
func (o *options) open() (r *freeRun, undo func(), err error) {
	if o.resume != "" {
		r, err = resume(o.resume, o.procs, o.every)
		return r, func() {}, err
	}
	text, err := o.text()
	if err != nil {
		return nil, nil, err
	}
	net, err := o.settings.network(text)
	if err != nil {
		return nil, nil, err
	}
	o.Network = baseName(o.Network)
	directory, undo, err := record.NewDirectory(o.out, "simulate-"+strings.TrimSuffix(o.Network, ".yaml"))
	if err != nil {
		return nil, nil, err
	}
	if r, err = begin(directory, text, net, o.settings, o.procs, o.every); err != nil {
		undo()
	}
	return r, undo, err
}

// ifNot is an error unless it is another one.
func ifNot(err, other error) error {
	if errors.Is(err, other) {
		return nil
	}
	return err
}

func baseName(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

// printReport prints a report for people.
func printReport(w io.Writer, r *simulation.Report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "network\t%s: %d neurons, %.0f synapses\n", r.Network, r.Neurons, r.Synapses)
	fmt.Fprintf(t, "time\t%s s in %s s: real-time factor %s; built in %s s\n",
		numeral.Rounded(r.Duration, 4), numeral.Rounded(r.Wall, 3), numeral.Rounded(r.RealTimeFactor, 3), numeral.Rounded(r.Building, 3))
	fmt.Fprintf(t, "spikes\t%d\n", r.Spikes)
	fmt.Fprintf(t, "synaptic events\t%d, %s million a second\n", r.Events, numeral.Rounded(r.EventRate/1e6, 3))
	if traffic := r.Traffic; traffic != nil {
		fmt.Fprintf(t, "traffic\t%s packets and %s hops a second of biological time, on %s\n", numeral.Short(traffic.Packets), numeral.Short(traffic.Hops), numeral.Several(traffic.Cores, "core"))
		fmt.Fprintf(t, "energy\testimate: %s a second of biological time  (dynamic, %s)\n", numeral.Joules(traffic.Energy.Dynamic), traffic.Energy.Profile)
	}
	fmt.Fprintf(t, "digest\t%s\n", r.Digest)
	if err := t.Flush(); err != nil {
		return err
	}
	if r.Transient > 0 {
		fmt.Fprintf(w, "\nfrom %s on:\n", numeral.Seconds(r.Transient))
	}
	fmt.Fprintf(t, "\npopulation\trate (Hz)\tCV of intervals\tcorrelation\n")
	for _, name := range r.Populations {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", name, numeral.Rounded(r.Rates[name], 3), number(r.CV, name), number(r.Correlation, name))
	}
	return t.Flush()
}

// number is a population's number, or a dash.
func number(of map[string]float64, name string) string {
	if value, has := of[name]; has {
		return numeral.Rounded(value, 3)
	}
	return "–"
}
