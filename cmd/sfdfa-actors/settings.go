package main

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/settings"
)

// settingFlags are the flags that set a run's config.
type settingFlags struct {
	command  *cobra.Command
	defaults settings.DefaultSettings
	file     string          // path of the config file
	given    settings.Config // what the flags say; the others' defaults are for the help
}

// addSettingFlags gives the command a flag for every setting that it has no flag
// of its own for, and --config.
func addSettingFlags(command *cobra.Command) *settingFlags {
	return addSettingFlagsOn(command, settings.BaseDefaults)
}

// addSettingFlagsOn is addSettingFlags with other defaults.
func addSettingFlagsOn(command *cobra.Command, defaults settings.DefaultSettings) *settingFlags {
	f := &settingFlags{command: command, defaults: defaults, given: defaults.Of(defaults.Dataset, defaults.Rule)}
	bindSettings(command.Flags(), &f.given)
	command.Flags().StringVar(&f.file, "config", "", "YAML `file` of settings, by the names of these flags; flags override it")
	command.SetUsageFunc(groupedUsage)
	return f
}

// resolve returns the settings that the command line asks for.
func (f *settingFlags) resolve() (settings.Config, error) {
	return f.resolveWith(func(*settings.Config) error { return nil })
}

// resolveWith is resolve with what set changes after the flags.
func (f *settingFlags) resolveWith(set func(*settings.Config) error) (settings.Config, error) {
	return f.defaults.Resolve(f.file, func(c *settings.Config) error {
		given := settings.Of(&f.given)
		for i, target := range settings.Of(c) {
			if f.command.Flags().Changed(target.Name) {
				reflect.ValueOf(target.Value).Elem().Set(reflect.ValueOf(given[i].Value).Elem())
			}
		}
		return set(c)
	})
}

// bindSettings adds a flag for every setting of the config that has none yet; its
// current value is the default.
func bindSettings(flags *pflag.FlagSet, c *settings.Config) {
	for _, s := range settings.Of(c) {
		if flags.Lookup(s.Name) != nil {
			continue
		}
		usage := s.Usage()
		switch s.Name {
		case "preset":
			usage += " (" + strings.Join(settings.PresetNames(), ", ") + ")"
		case "dataset":
			usage += " (" + strings.Join(datasets.Names(), ", ") + ")"
		}
		switch value := s.Value.(type) {
		case *string:
			flags.StringVar(value, s.Name, *value, usage)
		case *int:
			flags.IntVar(value, s.Name, *value, usage)
		case *uint64:
			flags.Uint64Var(value, s.Name, *value, usage)
		case *float64:
			flags.Float64Var(value, s.Name, *value, usage)
		case *[]int:
			flags.Var(&list[int]{value, "integers", strconv.Atoi}, s.Name, usage)
		case *[]float64:
			flags.Var(&list[float64]{value, "numbers", parseNumber}, s.Name, usage)
		default:
			panic(fmt.Sprintf("setting %s has the unknown type %T", s.Name, s.Value))
		}
	}
}

// list is a flag with values separated by commas. Unlike the flag library's own
// it shows numbers as short as they are exact.
type list[T int | float64] struct {
	values *[]T
	kind   string
	parse  func(string) (T, error)
}

// Set implements pflag.Value.
func (l *list[T]) Set(text string) error {
	var values []T
	for _, element := range strings.Split(text, ",") {
		value, err := l.parse(strings.TrimSpace(element))
		if err != nil {
			return fmt.Errorf("%q is not one of the %s separated by commas", element, l.kind)
		}
		values = append(values, value)
	}
	*l.values = values
	return nil
}

// String implements pflag.Value.
func (l *list[T]) String() string {
	if l.values == nil {
		return ""
	}
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(*l.values), "[]"), " ", ",")
}

// Type implements pflag.Value.
func (l *list[T]) Type() string { return l.kind }

func parseNumber(text string) (float64, error) { return strconv.ParseFloat(text, 64) }

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
	for _, s := range settings.Of(&settings.Config{}) {
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
