package settingflags

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/internal/settings"
)

const usageWidth = 100

// groupedUsage prints the command's own flags, and then the settings group by group if they are wanted.
func groupedUsage(command *cobra.Command, whole bool) error {
	out := command.OutOrStderr()
	fmt.Fprintf(out, "Usage:\n  %s\n", command.UseLine())
	if command.HasExample() {
		fmt.Fprintf(out, "\nExamples:\n%s\n", command.Example)
	}
	groups := flagGroups(command.Flags())
	if !whole {
		groups = groups[:1]
		defer fmt.Fprintf(out, "\n--help-settings lists the %d settings of a run too, which are flags as well.\n", len(settings.All(&settings.Config{})))
	}
	for _, group := range groups {
		fmt.Fprintf(out, "\n%s:\n%s", group.Name(), group.FlagUsagesWrapped(usageWidth))
	}
	return nil
}

// flagGroups splits the flags into the command's own and those of each group of settings.
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
	rest := newGroup("Flags")
	flags.VisitAll(func(flag *pflag.Flag) {
		if !known[flag.Name] {
			rest.AddFlag(flag)
		}
	})
	return append([]*pflag.FlagSet{rest}, groups...)
}
