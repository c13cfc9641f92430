// Package summary prints what a run came to, for people, and how to go on from it.
package summary

import (
	"fmt"
	"io"
	"text/tabwriter"

	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// Print prints what a run came to as a table.
func Print(w io.Writer, s *record.Summary) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\n%s\n", title(s))
	if line := s.Headline(); line != "" {
		fmt.Fprintf(table, "%s\n", line)
	}
	fmt.Fprintln(table)
	rows := append(s.Rows(), record.Row{Name: "digest", Text: s.Digest[:16]}, record.Row{Name: "files", Text: s.Directory}, record.Row{Name: "next step", Text: NextStep(s)})
	for _, row := range rows {
		fmt.Fprintf(table, "  %s\t%s\n", row.Name, row.Text)
	}
	return table.Flush()
}

func title(s *record.Summary) string {
	c := &s.Config
	state := numeral.Several(s.Epochs, "epoch")
	if s.Interrupted {
		state = fmt.Sprintf("interrupted after %d of %s", s.Epochs, numeral.Several(c.Epochs, "epoch"))
	}
	return fmt.Sprintf("%s, seed %d, %s", NetworkName(c), c.Seed, state)
}

// NetworkName names a network by its task, rule and sizes.
func NetworkName(c *settings.Config) string {
	return fmt.Sprintf("%s with %s, %s", c.Dataset, c.Rule, c.HiddenNeurons())
}
