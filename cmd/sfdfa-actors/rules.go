package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/interrupt"
	"sfdfa-actors/cmd/sfdfa-actors/internal/progress"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/study/comparison"
	"sfdfa-actors/learning"
)

// rulesFlags are the flags of a command that trains one task under several rules.
type rulesFlags struct {
	command *cobra.Command
	flags   *settingflags.Flags
	rules   *[]string
}

// addRulesFlag gives the command the settings' flags and --rules in place of --rule.
func addRulesFlag(command *cobra.Command, rules ...string) rulesFlags {
	f := rulesFlags{command: command, flags: settingflags.Add(command)}
	f.rules = command.Flags().StringSlice("rules", rules, "learning `rules` to compare")
	settingflags.CompleteList(command, "rules", learning.RuleNames()...)
	command.Flags().Lookup("rule").Hidden = true
	return f
}

// resolve returns each rule as a variant with its settings.
func (f rulesFlags) resolve() (variants []comparison.Variant, err error) {
	for _, rule := range *f.rules {
		if err := f.command.Flags().Set("rule", rule); err != nil {
			return nil, err
		}
		config, err := f.flags.Resolve()
		if err != nil {
			return nil, err
		}
		variants = append(variants, comparison.Variant{Name: rule, Config: config})
	}
	return variants, nil
}

// variantDisplay announces each run and shows how it goes on.
func variantDisplay(command *cobra.Command, vary string) func(variant string, seed uint64) runs.Observer {
	return func(variant string, seed uint64) runs.Observer {
		fmt.Fprintf(command.ErrOrStderr(), "%s %s, seed %d\n", vary, variant, seed)
		return newDisplay(command)
	}
}

// newDisplay shows how the command's runs go on. Once one has begun, a signal waits for it to save what it has
// learned.
func newDisplay(command *cobra.Command) *progress.Display {
	return progress.New(command.ErrOrStderr(), func() { interrupt.Hold(command.Context()) })
}
