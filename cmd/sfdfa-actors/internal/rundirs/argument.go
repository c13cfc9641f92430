// Package rundirs is about the directories of runs: which one a command is given or takes, which there are, and how
// they are removed.
package rundirs

import (
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sfdfa-actors/internal/runs/record"
)

// Usage ends the long help of commands that AcceptOne prepared.
const Usage = "\n\nWithout DIR it takes the newest run below " + record.Root + "."

// AcceptOne lets a command have the directory of one run as its argument, or none. The command's function gets it in any
// case: the newest run below record.Root where none is given, which a line on standard error names.
func AcceptOne(command *cobra.Command) {
	command.Args = cobra.MaximumNArgs(1)
	command.Long += Usage
	command.ValidArgsFunction = complete(1)
	run := command.RunE
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		if len(arguments) == 0 {
			newest, err := record.Newest(record.Root)
			if err != nil {
				return err
			}
			slog.Info("no DIR is given; this is the newest run", "directory", newest)
			arguments = []string{newest}
		}
		return run(cmd, arguments)
	}
}

// complete has the shell complete up to a number of run directories: those below record.Root, each once, or else any
// directory.
func complete(most int) cobra.CompletionFunc {
	return func(_ *cobra.Command, given []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(given) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		directories, _ := record.Below(record.Root) // none on an error: completion says nothing
		directories = slices.DeleteFunc(directories, func(d string) bool {
			return !strings.HasPrefix(d, typed) || slices.Contains(given, d)
		})
		if len(directories) == 0 {
			return nil, cobra.ShellCompDirectiveFilterDirs
		}
		return directories, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}
