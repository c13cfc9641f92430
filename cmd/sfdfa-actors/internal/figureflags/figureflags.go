// Package figureflags has the flags that say how a command writes its pictures.
package figureflags

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/settings"
)

// Names are those of the flags.
var Names = []string{"figures", "style"}

// Flags are the flags of a command.
type Flags struct {
	command *cobra.Command
	formats []string
	style   string
}

// Add gives a command the flags, with the formats it writes without them.
func Add(command *cobra.Command, formats ...string) *Flags {
	f := &Flags{command: command}
	command.Flags().StringSliceVar(&f.formats, Names[0], formats, "`formats` of the pictures, separated by commas: "+strings.Join(figure.FormatNames(), ", "))
	var about, names []string
	for _, s := range figure.Styles {
		about, names = append(about, s.Name+" ("+s.About+")"), append(names, s.Name)
	}
	command.Flags().StringVar(&f.style, Names[1], names[0], "style of the pictures: "+strings.Join(about, ", "))
	settingflags.CompleteList(command, Names[0], figure.FormatNames()...)
	settingflags.CompleteWords(command, Names[1], names...)
	return f
}

// Resolve is the form that the command line asks for, or a ConfigError.
func (f *Flags) Resolve(arguments []string) (figure.Form, error) {
	form, err := figure.NewForm(f.formats, f.style, commandLine(f.command, arguments))
	if err != nil {
		return form, &settings.ConfigError{Err: err}
	}
	return form, nil
}

// unseen are flags that no picture shows.
var unseen = []string{"figures", "json", "log-level", "open", "quiet", "style"}

// commandLine is the command as one types it.
func commandLine(command *cobra.Command, arguments []string) string {
	words := append(strings.Fields(command.CommandPath()), arguments...)
	command.Flags().Visit(func(f *pflag.Flag) {
		if slices.Contains(unseen, f.Name) {
			return
		}
		words = append(words, "--"+f.Name)
		if f.NoOptDefVal == "" {
			value := f.Value.String()
			if _, several := f.Value.(pflag.SliceValue); several {
				value = strings.Trim(value, "[]")
			}
			words = append(words, value)
		}
	})
	for i, word := range words {
		if word == "" || strings.ContainsAny(word, " \t\n\"'\\$&|;<>()*?#~`") {
			words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}
