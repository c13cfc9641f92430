package rundirs

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// newRemoveCommand returns the command "runs rm", which removes runs.
func newRemoveCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "rm DIR... [flags]",
		Short: "Remove runs with all their files",
		Long: `Remove the runs in these directories with all their files, if every DIR is a run
that no process writes to; else none of them. On a terminal it asks first.`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: complete(math.MaxInt),
	}
	yes := command.Flags().Bool("yes", false, "do not ask")
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		directories, err := removable(arguments)
		if err != nil {
			return err
		}
		if !*yes {
			input, isFile := cmd.InOrStdin().(*os.File)
			if !isFile || !term.IsTerminal(int(input.Fd())) {
				return settings.Errorf("runs rm is given without --yes, and no terminal to ask on, allowed: one of them")
			}
			if !confirm(input, cmd.OutOrStdout(), directories) {
				_, err := fmt.Fprintln(cmd.OutOrStdout(), "nothing is removed")
				return err
			}
		}
		for _, directory := range directories {
			if err := record.Remove(directory); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "removed", untrusted.Line(directory, math.MaxInt))
		}
		return nil
	}
	return command
}

// removable returns directories, each once, if every one of them can be removed.
func removable(given []string) (directories []string, err error) {
	for _, directory := range given {
		directory = filepath.Clean(directory)
		if err := record.CheckRemovable(directory); err != nil {
			return nil, err
		}
		if record.IsUnderWay(directory) {
			return nil, settings.Errorf("%s is %w", directory, record.ErrLocked)
		}
		if !slices.Contains(directories, directory) {
			directories = append(directories, directory)
		}
	}
	return directories, nil
}

// confirm asks whether the runs are to be removed.
func confirm(in io.Reader, out io.Writer, directories []string) bool {
	for _, directory := range directories {
		fmt.Fprintln(out, " ", untrusted.Line(directory, math.MaxInt))
	}
	fmt.Fprintf(out, "remove %s with all files? [y/N] ", numeral.Several(len(directories), "run"))
	answer, _ := bufio.NewReader(in).ReadString('\n') // what was read before an error counts
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes"
}
