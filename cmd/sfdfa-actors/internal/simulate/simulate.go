// Package simulate has the command "simulate", which lets a network run freely.
package simulate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/networkfile"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/shipped"
)

// Names of the files in the directory.
const (
	networkFile = "network.yaml"
	spikesFile  = "spikes.npz"
	reportFile  = "simulation.json"
)

// options are the command's flags.
type options struct {
	simulation.Settings
	network, engine, out string
	scale                float64
	duration             time.Duration
	procs, mostSpikes    int
	asJSON               bool
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
		Use:   "simulate --network NAME|FILE [flags]",
		Short: "Let a network run freely, without samples or labels",
		Long: `Let a network run freely for a biological time: without samples, labels or learning.
It takes a network that comes with the program, or a file as docs/NETWORKS.md
describes it. The directory gets ` + networkFile + `, ` + spikesFile + ` and ` + reportFile + `.

Networks that come with the program:
` + list(),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := command.Flags()
	f.StringVar(&o.network, "network", "", "`name` of a network that comes with the program, or path of a network file")
	f.Float64Var(&o.scale, "scale", 1, "size of a network that comes with the program, from 0.01 to 1000 times the full one")
	f.DurationVar(&o.duration, "duration", time.Second, "biological time, like 500ms or 10s")
	f.Uint64Var(&o.Seed, "seed", 1, "seed of all that is drawn")
	f.IntVar(&o.procs, "procs", 0, "CPU cores (GOMAXPROCS) that work on neurons; 0 is all")
	f.IntVar(&o.NeuronsPerCore, "neurons-per-core", 0, "neurons on a core, at most; 0 chooses by the size of the population")
	f.StringVar(&o.engine, "engine", "actors", "actors, or reference: the same in a plain loop")
	f.IntVar(&o.mostSpikes, "max-spikes", 10_000_000, "spikes that "+spikesFile+" gets, the first ones")
	f.StringVar(&o.out, "out", "", "`directory` for the files, new or empty (default runs/simulate-NETWORK-TIME)")
	f.BoolVar(&o.asJSON, "json", false, "print "+reportFile+" on one line instead of a table")
	return command
}

func list() string {
	var b strings.Builder
	for _, n := range shipped.Networks {
		fmt.Fprintf(&b, "  %-10s %s\n", n.Name, n.Summary)
	}
	return b.String()
}

// check refuses flags that can't be.
func (o *options) check() error {
	var faults []error
	if o.network == "" {
		faults = append(faults, settings.Errorf("network is missing, allowed: %s, or the path of a network file", strings.Join(shipped.Names(), ", ")))
	}
	if o.duration <= 0 {
		faults = append(faults, settings.Errorf("duration is %v, must be above 0", o.duration))
	}
	if engines[o.engine] == nil {
		faults = append(faults, settings.Errorf("engine is %q, allowed: actors, reference", o.engine))
	}
	for name, value := range map[string]int{"procs": o.procs, "neurons-per-core": o.NeuronsPerCore, "max-spikes": o.mostSpikes} {
		if value < 0 {
			faults = append(faults, settings.Errorf("%s is %d, must be at least 0", name, value))
		}
	}
	return errors.Join(faults...)
}

// text is the network's file.
func (o *options) text() ([]byte, error) {
	text, found, err := shipped.Text(o.network, o.scale)
	if found {
		return []byte(text), err
	}
	if o.scale != 1 {
		return nil, settings.Errorf("scale is %v, allowed with a network that comes with the program: %s", o.scale, strings.Join(shipped.Names(), ", "))
	}
	read, err := untrusted.ReadGiven(o.network, networkfile.Largest)
	if err != nil {
		return nil, settings.Errorf("network: %w; or one of %s", err, strings.Join(shipped.Names(), ", "))
	}
	return read, nil
}

func (o *options) run(cmd *cobra.Command) error {
	if err := o.check(); err != nil {
		return err
	}
	text, err := o.text()
	if err != nil {
		return err
	}
	o.Duration = o.duration.Seconds()
	net, err := simulation.Network(text, o.Settings)
	if err != nil {
		return &settings.ConfigError{Err: err}
	}
	directory, undo, err := record.NewDirectory(o.out, "simulate-"+strings.TrimSuffix(baseName(o.network), ".yaml"))
	if err != nil {
		return err
	}
	report, err := o.simulate(cmd, net, directory, text)
	if err != nil {
		undo()
		return err
	}
	if o.asJSON {
		return output.JSON(cmd.OutOrStdout(), schema.Simulation, report)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "files in %s: %s, %s, %s\n\n", directory, networkFile, spikesFile, reportFile)
	return printReport(cmd.OutOrStdout(), report)
}

func baseName(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

// simulate runs the network, and leaves its files.
func (o *options) simulate(cmd *cobra.Command, net *network.Network, directory string, text []byte) (*simulation.Report, error) {
	began := time.Now()
	s, err := simulation.New(net, network.Setup{CPUCores: o.procs}, engines[o.engine])
	if err != nil {
		return nil, err
	}
	defer s.Close()
	built := time.Now()
	spikes := simulation.Spikes{Most: o.mostSpikes}
	if err := goOn(cmd.Context(), s, &spikes, signs(cmd.ErrOrStderr(), s)); err != nil {
		return nil, err
	}
	report := s.Report(baseName(o.network), built.Sub(began), time.Since(built))
	if spikes.Omitted > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "%s has the first %d spikes, without %d; --max-spikes allows more\n", spikesFile, o.mostSpikes, spikes.Omitted)
	}
	var file bytes.Buffer
	if err := spikes.Write(&file, s.Populations()); err != nil {
		return nil, err
	}
	content, err := schema.Simulation.File(report)
	if err != nil {
		return nil, err
	}
	return report, atomicfile.Files{networkFile: ready(text), spikesFile: ready(file.Bytes()), reportFile: ready(content)}.Write(directory)
}

// goOn runs segment after segment to the end.
func goOn(ctx context.Context, s *simulation.Simulation, spikes *simulation.Spikes, sign func()) error {
	for !s.Done() {
		if err := s.Segment(ctx, spikes.Add); err != nil {
			return err
		}
		sign()
	}
	return nil
}

// betweenSigns is the time between two lines about how far a simulation is.
const betweenSigns = 30 * time.Second

// signs returns what prints a line now and then.
func signs(w io.Writer, s *simulation.Simulation) func() {
	began := time.Now()
	last := began
	return func() {
		if time.Since(last) < betweenSigns || s.Done() {
			return
		}
		last = time.Now()
		fmt.Fprintln(w, s.Pace(time.Since(began)))
	}
}

// printReport prints a report for people.
func printReport(w io.Writer, r *simulation.Report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "network\t%s: %d neurons, %.0f synapses\n", r.Network, r.Neurons, r.Synapses)
	fmt.Fprintf(t, "time\t%.4g s in %.3g s: real-time factor %.3g; built in %.3g s\n", r.Duration, r.Wall, r.RealTimeFactor, r.Building)
	fmt.Fprintf(t, "spikes\t%d\n", r.Spikes)
	fmt.Fprintf(t, "synaptic events\t%d, %.3g million a second\n", r.Events, r.EventRate/1e6)
	fmt.Fprintf(t, "digest\t%s\n", r.Digest)
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(t, "\npopulation\trate (Hz)\tCV of intervals\tcorrelation\n")
	for _, name := range r.Populations {
		fmt.Fprintf(t, "%s\t%.3g\t%s\t%s\n", name, r.Rates[name], number(r.CV, name), number(r.Correlation, name))
	}
	return t.Flush()
}

// number is a population's number, or a dash.
func number(of map[string]float64, name string) string {
	if value, has := of[name]; has {
		return fmt.Sprintf("%.3g", value)
	}
	return "–"
}

// ready is a file's content that is there already.
func ready(content []byte) func() ([]byte, error) {
	return func() ([]byte, error) { return content, nil }
}
