package settingflags

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/internal/settings"
)

// weightsFlag is the name of the setting that names a file of weights.
const weightsFlag = "weights"

// AddNIR gives the command --nir, which says the same as --weights.
func AddNIR(command *cobra.Command) {
	command.Flags().Var(&alias{flags: command.Flags(), of: weightsFlag}, "nir", "NIR `file` of the network, as --weights takes it")
	CompleteFile(command, "nir", "nir", "h5")
}

// AddTest gives the command flags for the settings of a test of a file's network, and --nir.
func AddTest(command *cobra.Command) *Flags {
	groups := []string{"Sound", "Neuron", "Hardware", "Engine"}
	names := []string{"dataset", "data-dir", "test-limit", "inputs", "time-unit", "seed", weightsFlag, "nir-convention", "precision", "neurons-per-core", "ties"}
	f := AddSome(command, settings.BaseDefaults.Dataset, func(s settings.Setting) bool {
		return slices.Contains(groups, s.Group) || slices.Contains(names, s.Name)
	})
	AddNIR(command)
	return f
}

// alias is a flag that sets another one.
type alias struct {
	flags *pflag.FlagSet
	of    string
}

// Set implements pflag.Value.
func (a *alias) Set(text string) error { return a.flags.Set(a.of, text) }

// String implements pflag.Value.
func (a *alias) String() string { return "" }

// Type implements pflag.Value.
func (a *alias) Type() string { return "file" }
