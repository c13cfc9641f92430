// Package closeup shows one neuron of a trained network, and what a sample does to it.
package closeup

import (
	"log/slog"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/figureflags"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// NewCommand returns the command "neuron".
func NewCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "neuron [DIR] POPULATION:INDEX [flags]",
		Short: "Show one neuron in one sample: potential, current, spikes, grades, eligibilities",
		Long: `Show one neuron of the run in DIR, as its newest checkpoint has it, in one sample:
membrane potential, synaptic current and threshold, in closed form; what arrives,
with weights and grades; its own spikes; the eligibility that they leave at each
synapse; its row of feedback weights; and its receptive field as an image where
the inputs are one. Population 1 is the first hidden one.

Pictures (--figures), tables (CSV) and everything as JSON stand in the run's
folder neuron-POPULATION-INDEX; the run itself does not change.` + rundirs.Usage,
		Args: cobra.RangeArgs(1, 2),
	}
	options := request{}
	part := command.Flags().String("part", "test", "`part` of the data set that the sample is from: train, validation, test")
	settingflags.CompleteWords(command, "part", runs.PartNames()...)
	command.Flags().IntVar(&options.sample, "sample", 0, "`index` of the sample, from 0")
	command.Flags().StringVar(&options.out, "out", "", "`directory` for the files (default DIR/neuron-POPULATION-INDEX)")
	image := command.Flags().String("image", "", "`WIDTHxHEIGHT` of the image that the inputs are (default a square, if they fill one of at least 8x8)")
	figures := figureflags.Add(command, "svg", "png")
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of a table")
	command.RunE = func(cmd *cobra.Command, arguments []string) (err error) {
		last := len(arguments) - 1
		if options.population, options.index, err = Parse(arguments[last]); err != nil {
			return err
		}
		if options.part, err = runs.PartByName(*part); err != nil {
			return err
		}
		if options.width, options.height, err = parseImage(*image); err != nil {
			return err
		}
		if options.figures, err = figures.Resolve(arguments); err != nil {
			return err
		}
		directory := arguments[0]
		if last == 0 {
			if directory, err = record.Newest(record.Root); err != nil {
				return err
			}
			slog.Info("no DIR is given; this is the newest run", "directory", directory)
		}
		found, err := options.look(cmd.Context(), directory)
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.CloseUp, found, printed)
	}
	return command
}

// Parse reads the name of a neuron, or is a ConfigError.
func Parse(name string) (population, index int, err error) {
	first, second, found := strings.Cut(name, ":")
	population, errFirst := strconv.Atoi(first)
	index, errSecond := strconv.Atoi(second)
	if !found || errFirst != nil || errSecond != nil {
		return 0, 0, settings.Errorf("neuron is %q, allowed: POPULATION:INDEX, as in 1:0", name)
	}
	return population, index, nil
}

// parseImage reads the size of an image; an empty one is 0 by 0.
func parseImage(size string) (width, height int, err error) {
	if size == "" {
		return 0, 0, nil
	}
	first, second, _ := strings.Cut(size, "x")
	width, errFirst := strconv.Atoi(first)
	height, errSecond := strconv.Atoi(second)
	if errFirst != nil || errSecond != nil || width < 1 || height < 1 {
		return 0, 0, settings.Errorf("image is %q, allowed: WIDTHxHEIGHT, as in 28x28", size)
	}
	return width, height, nil
}
