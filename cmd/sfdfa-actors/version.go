package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sfdfa-actors/internal/runs"
)

// newVersionCommand returns the command "version".
func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print what this program was built from",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			v := runs.Version()
			commit := v.Commit
			if commit == "" {
				commit = "unknown"
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "commit %s\ngo %s\nprotoactor-go %s\n", commit, v.Go, v.Protoactor)
			return err
		},
	}
}
