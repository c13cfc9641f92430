package settingflags

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/internal/settings"
)

// complete has the shell complete the words that a setting may be.
func complete(command *cobra.Command, s settings.Setting) {
	switch words := s.Words(); {
	case s.Name == "data-dir":
		register(command, s.Name, cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs))
	case s.Name == "energy-profile":
		CompleteWordsOrFile(command, s.Name, words...)
	case len(words) > 0:
		CompleteWords(command, s.Name, words...)
	}
}

// CompleteWordsOrFile has the shell complete the words that a flag may be, or the name of a file.
func CompleteWordsOrFile(command *cobra.Command, flag string, words ...string) {
	register(command, flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveDefault))
}

// CompleteWords has the shell complete the words that a flag may be.
func CompleteWords(command *cobra.Command, flag string, words ...string) {
	register(command, flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// CompleteList has the shell complete a flag's words, separated by commas, without those that are there already.
func CompleteList(command *cobra.Command, flag string, words ...string) {
	register(command, flag, func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		var completions []cobra.Completion
		for _, word := range words {
			if !strings.Contains(","+before, ","+word+",") {
				completions = append(completions, before+word)
			}
		}
		return completions, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

// CompleteFile has the shell complete the names of files with these endings for a flag.
func CompleteFile(command *cobra.Command, flag string, endings ...string) {
	register(command, flag, cobra.FixedCompletions(endings, cobra.ShellCompDirectiveFilterFileExt))
}

// completed is the value of a flag that knows how the shell completes it. The command library keeps functions of that
// kind for the life of the process, with the whole tree of commands, so that it gets them only when it is asked.
type completed struct {
	pflag.Value
	complete cobra.CompletionFunc
}

func register(command *cobra.Command, flag string, function cobra.CompletionFunc) {
	found := command.Flag(flag)
	found.Value = completed{found.Value, function}
}

// RegisterCompletions tells the command library how the flags of a command and its subcommands are completed. Those
// whose usage calls the value a directory are completed by the names of directories.
func RegisterCompletions(command *cobra.Command) {
	register := func(flag *pflag.Flag) {
		complete := cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs)
		if value, ok := flag.Value.(completed); ok {
			complete = value.complete
		} else if value, _ := pflag.UnquoteUsage(flag); value != "directory" {
			return
		}
		// That it is there already is the only error: a subcommand has the flags of its parents.
		_ = command.RegisterFlagCompletionFunc(flag.Name, complete)
	}
	command.PersistentFlags().VisitAll(register)
	command.LocalFlags().VisitAll(register)
	for _, c := range command.Commands() {
		RegisterCompletions(c)
	}
}
