package settingflags

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/internal/settings"
)

// Texts are what is written behind the flags of a command that reads the values of settings itself, such as several of
// them, by the names of the settings.
type Texts map[string]string

// AddTexts gives the command a flag for every setting that it has no flag of its own for. Their defaults in the help are
// those of a run.
func AddTexts(command *cobra.Command) Texts {
	given := Texts{}
	usual := settings.BaseDefaults.Of(settings.BaseDefaults.Dataset, settings.BaseDefaults.Rule)
	for _, s := range settings.All(&usual) {
		if command.Flags().Lookup(s.Name) != nil {
			continue
		}
		command.Flags().Var(&text{given, s}, s.Name, s.Usage())
		if words := s.Words(); len(words) > 0 {
			CompleteList(command, s.Name, words...)
		}
	}
	unfoldSettings(command)
	return given
}

// text is a flag that keeps what is written.
type text struct {
	given   Texts
	setting settings.Setting
}

// Set implements pflag.Value.
func (t *text) Set(written string) error {
	t.given[t.setting.Name] = written
	return nil
}

// String implements pflag.Value.
func (t *text) String() string {
	if t.setting.Value == nil {
		return ""
	}
	if written, is := t.given[t.setting.Name]; is {
		return written
	}
	return t.setting.Text()
}

// Type implements pflag.Value.
func (t *text) Type() string { return "values" }

// unfoldSettings gives the command the flag with which its help lists the settings too.
func unfoldSettings(command *cobra.Command) {
	whole := false
	command.Flags().BoolFunc(helpSettings, "list the settings of a run too", func(string) error {
		whole = true
		return pflag.ErrHelp
	})
	command.SetUsageFunc(func(command *cobra.Command) error { return groupedUsage(command, whole) })
}
