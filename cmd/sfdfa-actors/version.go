package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs/record"
)

// programVersion is the version of this program, by the rules of semver.org. CITATION.cff
// has it too.
const programVersion = "0.1.0-dev"

// newVersionCommand returns the command "version".
func newVersionCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "version",
		Short: "Print the version of this program, and what it was built from",
		Args:  cobra.NoArgs,
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of lines")
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		built := record.Version()
		if *asJSON {
			return output.JSON(cmd.OutOrStdout(), schema.Version, struct {
				Version string `json:"version"`
				record.VersionInfo
			}{programVersion, built})
		}
		if built.Commit == "" {
			built.Commit = "unknown"
		}
		_, err := fmt.Fprintf(cmd.OutOrStdout(), "sfdfa-actors %s\ncommit %s\ngo %s\nprotoactor-go %s\n",
			programVersion, built.Commit, built.Go, built.Protoactor)
		return err
	}
	return command
}
