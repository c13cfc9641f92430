// Package explain says what the words in tables and figures mean, as the glossary has them.
package explain

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/file/schema"
)

// NewCommand returns the command "explain", which explains a word.
func NewCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "explain [WORD...]",
		Short: "Explain a word of the tables and figures, or list them all",
		Long: `Explain a word of the tables and figures, from docs/GLOSSARY.md. Several arguments are
one word: "explain test accuracy". Without WORD it lists all words.`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: complete,
		RunE: func(cmd *cobra.Command, arguments []string) error {
			word := strings.Join(arguments, " ")
			if word == "" && !asJSON {
				return list(output.Wrap(cmd.OutOrStdout()))
			}
			x, err := explanationOf(word)
			if err != nil {
				return err
			}
			return output.Show(cmd.OutOrStdout(), asJSON, schema.Explanation, x, printEntries)
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object instead of text")
	return command
}

// explanation is what a word means, or what all words do.
type explanation struct {
	Entries []Entry `json:"entries"`
}

func explanationOf(word string) (x explanation, err error) {
	if word != "" {
		x.Entries, err = Find(word)
		return x, err
	}
	for _, section := range Sections() {
		x.Entries = append(x.Entries, section.Entries...)
	}
	return x, nil
}

func printEntries(w io.Writer, x explanation) error {
	for _, entry := range x.Entries {
		if _, err := fmt.Fprintf(w, "%s  %s\n", strings.Join(entry.Words, ", "), entry.Text); err != nil {
			return err
		}
	}
	return nil
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
