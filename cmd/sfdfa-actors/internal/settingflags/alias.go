package settingflags

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// weightsFlag is the name of the setting that names a file of weights.
const weightsFlag = "weights"

// AddNIR gives the command --nir, which says the same as --weights.
func AddNIR(command *cobra.Command) {
	command.Flags().Var(&alias{flags: command.Flags(), of: weightsFlag}, "nir", "NIR `file` of the network, as --weights takes it")
	CompleteFile(command, "nir", "nir", "h5")
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
