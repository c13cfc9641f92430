// Package closeup shows one neuron of a trained network, and what a sample does to it.
package closeup

import (
	"fmt"
	"log/slog"
	"slices"
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
	"sfdfa-actors/internal/spelling"
	"sfdfa-actors/topology"
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
the inputs are one. Population 1 is the first behind the input; a population of a network
file has its name, too.

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
		options.name = arguments[last]
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

// Find returns a neuron of a network by its name: the number or name of its population, and its index. The error is a ConfigError.
func Find(n *topology.Network, name string) (population, index int, err error) {
	of, number, _ := strings.Cut(name, ":")
	index, err = strconv.Atoi(number)
	if of == "" || err != nil {
		return 0, 0, settings.Errorf("neuron is %q, allowed: POPULATION:INDEX, as in 1:0", name)
	}
	population, err = populationOf(n, of)
	return population, index, err
}

// populationOf returns the number of a population by that number or by its name, or a ConfigError.
func populationOf(n *topology.Network, name string) (int, error) {
	if number, err := strconv.Atoi(name); err == nil {
		return number, nil
	}
	if number := slices.Index(n.Names, name); number > 0 {
		return number, nil
	}
	allowed := fmt.Sprintf("1 to %d", n.Output())
	if len(n.Names) > 0 {
		allowed += ", or " + strings.Join(n.Names[1:], ", ")
	}
	return 0, settings.Errorf("population is %q, allowed: %s%s", name, allowed, spelling.Hint(name, n.Names))
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
