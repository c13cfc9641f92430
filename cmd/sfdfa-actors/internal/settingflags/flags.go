// Package settingflags gives a command a flag for every setting of a run, and prints its help group by group.
package settingflags

import (
	"fmt"
	"reflect"

	"github.com/spf13/cobra"

	"sfdfa-actors/internal/runs/pretrained"
	"sfdfa-actors/internal/settings"
)

// Flags are the flags that set a run's config.
type Flags struct {
	command  *cobra.Command
	defaults settings.DefaultSettings
	File     string // path of the config file, or empty
	wanted   func(settings.Setting) bool
	given    settings.Config // what the flags say; the others' defaults are for the help
}

// helpSettings is the name of the flag that unfolds the settings in the help.
const helpSettings = "help-settings"

// Add gives the command a flag for every setting that it has no flag
// of its own for, and --config.
func Add(command *cobra.Command) *Flags {
	return AddWith(command, settings.BaseDefaults)
}

// AddWith is Add with other defaults.
func AddWith(command *cobra.Command, defaults settings.DefaultSettings) *Flags {
	f := &Flags{command: command, defaults: defaults, given: defaults.Of(defaults.Dataset, defaults.Rule)}
	f.wanted = func(settings.Setting) bool { return true }
	bind(command, &f.given, f.wanted)
	command.Flags().StringVar(&f.File, "config", "", "YAML `file` of settings, by the names of these flags; flags override it")
	CompleteFile(command, "config", "yaml", "yml")
	unfoldSettings(command)
	return f
}

// AddSome gives the command flags for some settings, with the defaults of a data set,
// and no --config. Apply has what they say.
func AddSome(command *cobra.Command, dataset string, wanted func(settings.Setting) bool) *Flags {
	f := &Flags{command: command, wanted: wanted, given: settings.Defaults(dataset, settings.BaseDefaults.Rule), defaults: settings.BaseDefaults}
	bind(command, &f.given, wanted)
	return f
}

// Apply changes a config to what the flags on the command line say.
func (f *Flags) Apply(c *settings.Config) {
	given := settings.All(&f.given)
	for i, target := range settings.All(c) {
		if f.wanted(target) && f.command.Flags().Changed(target.Name) {
			reflect.ValueOf(target.Value).Elem().Set(reflect.ValueOf(given[i].Value).Elem())
		}
	}
}

// Changed is the name of a setting whose flag is on the command line, or empty.
func (f *Flags) Changed() string {
	for _, s := range settings.All(&f.given) {
		if f.wanted(s) && f.command.Flags().Changed(s.Name) {
			return s.Name
		}
	}
	return ""
}

// Resolve returns the settings that the command line asks for.
func (f *Flags) Resolve() (settings.Config, error) {
	return f.ResolveWith(func(*settings.Config) error { return nil })
}

// ResolveWith is Resolve with what set changes after the flags.
func (f *Flags) ResolveWith(set func(*settings.Config) error) (settings.Config, error) {
	f.defaults.Start = pretrained.Start
	return f.defaults.Resolve(f.File, func(c *settings.Config) error {
		f.Apply(c)
		return set(c)
	})
}

// bind adds a flag for every wanted setting of the config that has none yet; its
// current value is the default.
func bind(command *cobra.Command, c *settings.Config, wanted func(settings.Setting) bool) {
	flags := command.Flags()
	for _, s := range settings.All(c) {
		if flags.Lookup(s.Name) != nil || !wanted(s) {
			continue
		}
		usage := s.Usage()
		if s.MayBeAuto {
			flags.Var(&auto{s}, s.Name, usage)
			complete(command, s)
			continue
		}
		if s.Name == networkFlag {
			flags.Var(&networkText{s.Value.(*string)}, s.Name, usage)
			CompleteFile(command, s.Name, "yaml", "yml")
			continue
		}
		if s.IsTime() {
			flags.Var(&timed{s}, s.Name, usage)
			complete(command, s)
			continue
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
			flags.Var(Integers(value), s.Name, usage)
		case *[]float64:
			flags.Var(Numbers(value), s.Name, usage)
		default:
			panic(fmt.Sprintf("setting %s has the unknown type %T", s.Name, s.Value))
		}
		complete(command, s)
	}
}

// AgreeWith refuses flags that contradict the settings of the run in a
// directory: a resumed run keeps those that it has.
func (f *Flags) AgreeWith(has *settings.Config, directory string) error {
	for _, name := range []string{"out", "config"} {
		if f.command.Flags().Changed(name) {
			return settings.Errorf("--%s is given with --resume, allowed: one of them, since %s has its own record and settings", name, directory)
		}
	}
	given := settings.All(&f.given)
	for i, setting := range settings.All(has) {
		if !f.command.Flags().Changed(setting.Name) {
			continue
		}
		if setting.Name == networkFlag {
			if !f.given.HasNetworkOf(has) {
				return settings.Errorf("network is another one than that of the run in %s, allowed: none, or the same; a resumed run keeps its settings", directory)
			}
			continue
		}
		asked, kept := reflect.ValueOf(given[i].Value).Elem(), reflect.ValueOf(setting.Value).Elem()
		if !reflect.DeepEqual(asked.Interface(), kept.Interface()) {
			return settings.Errorf("%s is %v, allowed: %v, as the run in %s has it; a resumed run keeps its settings", setting.Name, asked, kept, directory)
		}
	}
	return nil
}
