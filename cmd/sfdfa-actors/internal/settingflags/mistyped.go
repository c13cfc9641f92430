package settingflags

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/spelling"
)

// OnlyCommands refuses the arguments of a command that has nothing but subcommands, and guesses which is meant.
func OnlyCommands(command *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	var names []string
	for _, c := range command.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return fmt.Errorf("unknown command %q for %q%s", arguments[0], command.CommandPath(), spelling.Hint(arguments[0], names))
}

// ExplainMistake adds to the error of a flag that there is not which one is meant.
func ExplainMistake(command *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	var names []string
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			names = append(names, flag.Name)
		}
	})
	if guess, found := spelling.Guess(unknown.GetSpecifiedName(), names); found {
		return fmt.Errorf("%w; did you mean --%s?", err, guess)
	}
	return err
}

// OnlyWith refuses flags beside one that goes on with something, whose settings are there already, but for some others.
func OnlyWith(command *cobra.Command, flag string, others ...string) (err error) {
	command.Flags().Visit(func(given *pflag.Flag) {
		if given.Name != flag && given.Name != "quiet" && !slices.Contains(others, given.Name) {
			err = settings.Errorf("--%s is given with --%s, allowed: one of them, since the settings are there already", given.Name, flag)
		}
	})
	return err
}

// OnlyWithArguments refuses flags beside arguments that name runs, whose settings are there already, but for some others.
func OnlyWithArguments(command *cobra.Command, others ...string) (err error) {
	command.Flags().Visit(func(given *pflag.Flag) {
		if given.Name != "quiet" && !slices.Contains(others, given.Name) {
			err = settings.Errorf("--%s is given with runs, allowed: --%s; the settings of runs are there already", given.Name, strings.Join(others, ", --"))
		}
	})
	return err
}
