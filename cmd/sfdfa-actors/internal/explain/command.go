// Package explain says what the words in tables and figures mean, as the glossary has them.
package explain

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
)

// NewCommand returns the command "explain", which explains a word.
func NewCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [WORD...]",
		Short: "Explain a word of the tables and figures, or list them all",
		Long: `Explain a word of the tables and figures, from docs/GLOSSARY.md. Several arguments are
one word: "explain test accuracy". Without WORD it lists all words.`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: complete,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			w := output.Wrap(cmd.OutOrStdout())
			if len(arguments) == 0 {
				return list(w)
			}
			found, err := Find(strings.Join(arguments, " "))
			if err != nil {
				return err
			}
			for _, entry := range found {
				if _, err := fmt.Fprintf(w, "%s  %s\n", strings.Join(entry.Words, ", "), entry.Text); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// list lists all words by section.
func list(w io.Writer) error {
	for _, section := range Sections() {
		var words []string
		for _, entry := range section.Entries {
			words = append(words, entry.Words...)
		}
		if _, err := fmt.Fprintf(w, "%s:\n  %s\n\n", section.Title, strings.Join(words, ", ")); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, `"sfdfa-actors explain WORD" says what one means.`)
	return err
}

// complete has the shell complete a word of the glossary.
func complete(_ *cobra.Command, given []string, typed string) (words []cobra.Completion, directive cobra.ShellCompDirective) {
	for _, section := range Sections() {
		for _, entry := range section.Entries {
			for _, word := range entry.Words {
				if len(given) == 0 && strings.HasPrefix(word, typed) {
					words = append(words, word)
				}
			}
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}
