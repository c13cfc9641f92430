package settingflags

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/internal/settings"
)

const usageWidth = 100

// groupedUsage prints the settings group by group, and then the other flags.
func groupedUsage(command *cobra.Command) error {
	out := command.OutOrStderr()
	fmt.Fprintf(out, "Usage:\n  %s\n", command.UseLine())
	for _, group := range flagGroups(command.Flags()) {
		fmt.Fprintf(out, "\n%s:\n%s", group.Name(), group.FlagUsagesWrapped(usageWidth))
	}
	return nil
}

// flagGroups splits the flags into those of each group of settings and the rest.
func flagGroups(flags *pflag.FlagSet) []*pflag.FlagSet {
	newGroup := func(name string) *pflag.FlagSet {
		group := pflag.NewFlagSet(name, pflag.ContinueOnError)
		group.SortFlags = false
		return group
	}
	var groups []*pflag.FlagSet
	known := map[string]bool{}
	for _, s := range settings.All(&settings.Config{}) {
		if len(groups) == 0 || groups[len(groups)-1].Name() != s.Group {
			groups = append(groups, newGroup(s.Group))
		}
		groups[len(groups)-1].AddFlag(flags.Lookup(s.Name))
		known[s.Name] = true
	}
	rest := newGroup("Command")
	flags.VisitAll(func(flag *pflag.Flag) {
		if !known[flag.Name] {
			rest.AddFlag(flag)
		}
	})
	return append(groups, rest)
}
