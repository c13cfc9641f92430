package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// newDataConvertCommand returns the command "data convert".
func newDataConvertCommand(dir *string) *cobra.Command {
	var out string
	var flags *settingflags.Flags
	command := &cobra.Command{
		Use:   "convert NAME",
		Short: "Write a data set's spikes as a NumPy file",
		Long: `Write a data set's spikes as a NumPy file (.npz), which numpy.load reads, and
"run --dataset npz" too, with the same spikes bit for bit. The spikes are those of
a run with the data set's own defaults, but for what the flags say. For run, the file has to be spikes.npz in
the data directory or in its folder npz.

The arrays have one dimension: inputs and classes (one number each); and for
train, test and, if there is one, validation
  train_times    seconds, float16, float32 or float64, of all spikes of all samples
  train_units    the input neuron of each spike
  train_offsets  sample i has the spikes from offsets[i] to offsets[i+1]
  train_labels   the class of each sample
Files made by others may have any integer types, any byte order, and spikes in any
order, packed or not.`,
		Args:      cobra.ExactArgs(1),
		ValidArgs: datasets.Names(),
		RunE: func(cmd *cobra.Command, names []string) error {
			if _, err := datasets.Describe(names[0]); err != nil {
				return err
			}
			c := settings.Defaults(names[0], settings.BaseDefaults.Rule)
			c.DataDir = *dir
			flags.Apply(&c)
			if err := c.ValidateData(); err != nil {
				return err
			}
			if out == "" {
				out = filepath.Join(*dir, "npz", "spikes.npz")
			}
			dataset, err := datasets.Open(names[0], c.DataOptions())
			if err != nil {
				return err
			}
			if err := convertData(dataset, out); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, %d training and %d test samples\n", out, names[0], dataset.Train.Len(), dataset.Test.Len())
			return err
		},
	}
	command.Flags().StringVar(&out, "out", "", "`file` to write, one that is not there (default spikes.npz in the folder npz of the data directory)")
	flags = settingflags.AddSome(command, "fsdd", func(s settings.Setting) bool { return s.Group == "Sound" || s.Name == "encoding-window" })
	command.Flags().Lookup("encoding-window").DefValue = "that of runs with the data set"
	return command
}

// convertData writes a new file, or none if anything fails.
func convertData(dataset *datasets.Dataset, out string) error {
	if _, err := os.Lstat(out); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already: remove it or name another by --out", out)
	}
	undo, err := record.MakeDirectory(filepath.Dir(out))
	if err != nil {
		return err
	}
	defer undo() // which removes nothing that has a file in it
	file, err := atomicfile.Create(out)
	if err != nil {
		return err
	}
	defer file.Abandon() // after a good end there is nothing left to remove
	if err := datasets.WriteNPZ(file, dataset); err != nil {
		return err
	}
	return file.Commit()
}
