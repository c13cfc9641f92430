// Package export has the command that writes the network of a run in forms that other programs read.
package export

import (
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/nir"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/settings"
)

// options are what the flags say.
type options struct {
	format, out string
	convention  nir.Convention
	clocked     clocked
}

// formats are the forms, each with what writes it.
var formats = map[string]func(*runs.Trained, *options) error{
	"nir":    writeNIR,
	"sanafe": writeSANAFE,
	"npz":    func(trained *runs.Trained, o *options) error { return trained.Export(o.out) },
}

// NewCommand returns the command "export".
func NewCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "export [DIR] --format FORMAT --out PATH",
		Short: "Write the network of a run for other programs",
		Long: `Write the network of the run in DIR, as its newest checkpoint has it, for other programs. It
needs no data set, but for --sample, and changes nothing in DIR. The forms:
  nir   a graph of the Neuromorphic Intermediate Representation, which snnTorch, Norse and
        others read (HDF5); docs/NIR.md has the mapping
  sanafe  architecture and network with its mapping for SANA-FE (YAML), into a new directory
        or one that is there; docs/TRAFFIC.md has the mapping
  npz   weights and feedback weights as NumPy arrays, as the run's own network.npz
NIR leaves open what a time and a spike are: the flags --nir-... say what the reader takes
them for. The usual ones are those of snnTorch.`,
	}
	o := options{convention: nir.Usual()}
	flags := command.Flags()
	names := slices.Sorted(maps.Keys(formats))
	flags.StringVar(&o.format, "format", "", "`form` of the file: "+strings.Join(names, ", "))
	settingflags.CompleteWords(command, "format", names...)
	flags.StringVar(&o.out, "out", "", "`path` of the file to write, with sanafe of the directory")
	flags.Float64Var(&o.clocked.timestep, "sanafe-dt", 1e-4, "step of SANA-FE's clock, in `s`")
	flags.StringVar(&o.clocked.profile, "energy-profile", "loihi-sanafe", "`NAME|FILE` of the constants of the architecture for SANA-FE")
	settingflags.CompleteWordsOrFile(command, "energy-profile", energy.Names()...)
	flags.IntVar(&o.clocked.sample, "sample", -1, "`index` of a test sample, from 0, whose input SANA-FE gets; needs the data set")
	c := &o.convention
	flags.Float64Var(&c.Dt, "nir-dt", c.Dt, "step of the reader's clock, in `s`, for nir-spike step and for nir-compensate")
	flags.StringVar((*string)(&c.Unit), "nir-unit", string(c.Unit), "`unit` of times: s, ms")
	flags.StringVar((*string)(&c.Spike), "nir-spike", string(c.Spike), "what a `spike` is: step (1 for one step of the clock) or dirac (a Dirac delta)")
	flags.BoolVar(&c.Compensate, "nir-compensate", c.Compensate, "write constants with which a step by forward Euler is exact")
	settingflags.CompleteWords(command, "nir-unit", words(nir.Units())...)
	settingflags.CompleteWords(command, "nir-spike", words(nir.Spikes())...)
	command.RunE = func(_ *cobra.Command, arguments []string) error { return export(arguments[0], &o) }
	rundirs.AcceptOne(command)
	return command
}

func words[T ~string](list []T) []string {
	texts := make([]string, len(list))
	for i, word := range list {
		texts[i] = string(word)
	}
	return texts
}

// export writes the network of the run in a directory.
func export(directory string, o *options) error {
	write, known := formats[o.format]
	switch {
	case !known:
		return settings.Errorf("format is %q, allowed: %s", o.format, strings.Join(slices.Sorted(maps.Keys(formats)), ", "))
	case o.out == "":
		return settings.Errorf("out is empty, allowed: the path of a file, with sanafe of a directory")
	}
	trained, err := runs.OpenTrained(directory)
	if err != nil {
		return err
	}
	defer trained.Close()
	for _, reason := range trained.Refused {
		slog.Warn("a checkpoint is passed over for the one before it", "reason", reason, "instead", trained.Checkpoint)
	}
	if err := write(trained, o); err != nil {
		return err
	}
	slog.Info("the network is written", "file", o.out, "form", o.format, "from", trained.Checkpoint)
	return nil
}

func writeNIR(trained *runs.Trained, o *options) error {
	if err := o.convention.Validate(); err != nil {
		return &settings.ConfigError{Err: err}
	}
	return writeWhole(o.out, func(w io.Writer) error { return encodeNIR(w, trained, o.convention) })
}

func encodeNIR(w io.Writer, trained *runs.Trained, c nir.Convention) error {
	text, err := trained.Config.Encode()
	if err != nil {
		return err
	}
	graph, err := nir.Export(trained.Network(), trained, c)
	if err != nil {
		return err
	}
	config := &trained.Config
	maps.Copy(graph.Metadata.Texts, map[string]string{
		"settings": string(text), "dataset": config.Dataset, "rule": config.Rule, "ties": config.Ties,
	})
	maps.Copy(graph.Metadata.Numbers, map[string]float64{
		"duration": config.Duration, "encoding_window": config.EncodingWindow, "seed": float64(config.Seed), "epochs": float64(trained.Epochs),
		"spike_cap": float64(config.SpikeCap), "output_spike_cap": float64(config.OutputSpikeCap),
	})
	return nir.Write(w, graph, config.Precision == "float32")
}
