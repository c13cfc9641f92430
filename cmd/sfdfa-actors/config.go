package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/configs"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/settings"
)

// newConfigCommand returns the command "config", which prints the settings that
// a run would have.
func newConfigCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "config [flags]",
		Short: "Print the settings of a run as a config file",
		Long: `Print the settings that "run" would have with the same flags, as a YAML file
for --config: the defaults of the data set and the rule, changed by the config
file and the flags given.

Presets, for --preset:

` + presetList(),
		Args: cobra.NoArgs,
	}
	command.AddCommand(configs.NewSchemaCommand(), configs.NewDiffCommand())
	flags := settingflags.Add(command)
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of the file")
	asNetwork := command.Flags().Bool("network-file", false, "print the network alone, as a file for --network")
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		config, err := flags.Resolve()
		if err != nil {
			return err
		}
		if *asNetwork {
			text, err := networkspec.Text(&config)
			fmt.Fprint(cmd.OutOrStdout(), text)
			return err
		}
		if *asJSON {
			return output.JSON(cmd.OutOrStdout(), schema.Settings, config)
		}
		text, err := config.Encode()
		if err != nil {
			return err
		}
		_, err = cmd.OutOrStdout().Write(text)
		return err
	}
	return command
}

// presetList says what each preset is, in a table.
func presetList() string {
	var list strings.Builder
	table := tabwriter.NewWriter(output.Wrap(&list), 0, 0, 2, ' ', 0)
	for _, p := range settings.Presets {
		fmt.Fprintf(table, "  %s\t%s\n", p.Name, p.Summary)
	}
	table.Flush() // into memory, which does not fail
	return strings.TrimSuffix(list.String(), "\n")
}
