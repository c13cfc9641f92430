package settingflags

import (
	"fmt"
	"maps"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/internal/settings"
)

const usageWidth = 100

// fewFlags is how many flags need no groups.
const fewFlags = 10

// ownGroups are the groups of flags that are no settings of a run, as help has them. Other flags
// stand in a group of their own behind these.
var ownGroups = []struct {
	name  string
	flags []string
}{
	{"Record and resume", []string{"out", "resume", "checkpoint-minutes", "checkpoint-every", "checkpoint-keep"}},
	{"Limits", []string{"time-limit", "max-memory", "max-neurons"}},
	{"Trace", []string{"trace", "trace-file", "trace-limit", "trace-events"}},
	{"Machines", []string{
		"workers", "min-workers", "join-timeout", "worker-timeout", "max-restarts", "listen", "advertise",
		"cluster", "cluster-hosts", "cluster-port",
	}},
	{"Secure connections", []string{"tls-cert", "tls-key", "tls-ca", "token-file", "insecure"}},
}

// GroupUsage makes the help of a command and of those below it list flags in groups.
func GroupUsage(command *cobra.Command) {
	for _, below := range command.Commands() {
		GroupUsage(below)
	}
	if !command.HasSubCommands() && command.Flags().Lookup(helpSettings) == nil {
		command.SetUsageFunc(func(command *cobra.Command) error { return groupedUsage(command, true) })
	}
}

// groupedUsage prints the command's own flags group by group, and then the settings if they are wanted.
func groupedUsage(command *cobra.Command, whole bool) error {
	out := command.OutOrStderr()
	fmt.Fprintf(out, "Usage:\n  %s\n", command.UseLine())
	if command.HasExample() {
		fmt.Fprintf(out, "\nExamples:\n%s\n", command.Example)
	}
	ofSettings, known := settingGroups(command.Flags())
	groups := flagGroups(command.Flags(), known)
	if whole {
		groups = append(groups, ofSettings...)
	} else {
		defer fmt.Fprintf(out, "\n--%s lists the %d settings of a run too, which are flags as well.\n", helpSettings, len(known))
	}
	for _, group := range groups {
		fmt.Fprintf(out, "\n%s:\n%s", group.Name(), group.FlagUsagesWrapped(usageWidth))
	}
	return nil
}

func newGroup(name string) *pflag.FlagSet {
	group := pflag.NewFlagSet(name, pflag.ContinueOnError)
	group.SortFlags = false
	return group
}

// settingGroups are the groups of those flags that are settings, and the names of these.
func settingGroups(flags *pflag.FlagSet) (groups []*pflag.FlagSet, known map[string]bool) {
	known = map[string]bool{}
	for _, s := range settings.All(&settings.Config{}) {
		flag := flags.Lookup(s.Name)
		if flag == nil {
			continue
		}
		if len(groups) == 0 || groups[len(groups)-1].Name() != s.Group {
			groups = append(groups, newGroup(s.Group))
		}
		groups[len(groups)-1].AddFlag(flag)
		known[s.Name] = true
	}
	return groups, known
}

// flagGroups are the groups of the flags that are not among the known ones: one if they are few.
func flagGroups(flags *pflag.FlagSet, known map[string]bool) (groups []*pflag.FlagSet) {
	known = maps.Clone(known)
	if all, n := without("Flags", flags, known); n <= fewFlags {
		return []*pflag.FlagSet{all}
	}
	for _, own := range ownGroups {
		group := newGroup(own.name)
		for _, name := range own.flags {
			if flag := flags.Lookup(name); flag != nil && !known[name] {
				group.AddFlag(flag)
				known[name] = true
			}
		}
		if group.HasAvailableFlags() {
			groups = append(groups, group)
		}
	}
	others, _ := without("Other flags", flags, known)
	return append(groups, others)
}

// without is the group of the flags that are not among the known ones, and how many they are.
func without(name string, flags *pflag.FlagSet, known map[string]bool) (group *pflag.FlagSet, n int) {
	group = newGroup(name)
	flags.VisitAll(func(flag *pflag.Flag) {
		if !known[flag.Name] && !flag.Hidden {
			group.AddFlag(flag)
			n++
		}
	})
	return group, n
}
