// Package configs has what there is to config files beside making one: a JSON Schema of them for editors, and how two
// differ.
package configs

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// NewSchemaCommand returns the command "config schema".
func NewSchemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print a JSON Schema of config files, for editors",
		Long: `Print a JSON Schema (draft 2020-12) of config files: every setting with its help,
unit and what it may be. An editor that knows YAML completes and checks config
files with it: save it, and begin a file with
"# yaml-language-server: $schema=config.schema.json".`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			text, err := json.MarshalIndent(schemaOf(settings.Base()), "", "  ")
			if err != nil {
				return fmt.Errorf("configs: %w", err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", text)
			return err
		},
	}
}

// difference is a setting that differs.
type difference struct {
	Setting string `json:"setting"`
	First   string `json:"first"`
	Second  string `json:"second"`
}

// differences are the settings that differ between two configs.
type differences struct {
	Differences []difference `json:"differences"`
	first       string
	second      string
}

// NewDiffCommand returns the command "config diff".
func NewDiffCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "diff A B [flags]",
		Short: "List the settings that differ between two runs or config files",
		Long: `List the settings that differ between A and B, each the directory of a run or a
config file. What a file leaves out has the default of its data set and rule.`,
		Args: cobra.ExactArgs(2),
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of a table")
	command.RunE = func(cmd *cobra.Command, names []string) error {
		first, err := read(names[0])
		if err != nil {
			return err
		}
		second, err := read(names[1])
		if err != nil {
			return err
		}
		d := compare(&first, &second)
		d.first, d.second = names[0], names[1]
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.ConfigDifferences, d, printDifferences)
	}
	return command
}

// read reads the settings of a run's directory, or of a config file.
func read(name string) (settings.Config, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return record.ReadConfig(name)
	}
	return settings.Resolve(name, func(*settings.Config) error { return nil })
}

func compare(first, second *settings.Config) *differences {
	d := &differences{Differences: []difference{}}
	others := settings.All(second)
	for i, s := range settings.All(first) {
		if a, b := s.Text(), others[i].Text(); a != b {
			d.Differences = append(d.Differences, difference{s.Name, a, b})
		}
	}
	return d
}

func printDifferences(w io.Writer, d *differences) error {
	if len(d.Differences) == 0 {
		_, err := fmt.Fprintln(w, "no setting differs")
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "SETTING\t%s\t%s\n", d.first, d.second)
	for _, x := range d.Differences {
		fmt.Fprintf(table, "%s\t%s\t%s\n", x.Setting, oneLine(x.First), oneLine(x.Second))
	}
	return table.Flush()
}

// oneLine is a value as a table has it: networks have many lines.
func oneLine(value string) string {
	line, rest, isLong := strings.Cut(value, "\n")
	if isLong && rest != "" {
		line += " …"
	}
	if line == "" {
		return "-"
	}
	return line
}
