// Package estimates has the commands about energy: estimates for a run, and the profiles that they are made by.
package estimates

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/settings"
)

// NewCommand returns the command "energy", which lists, shows and checks
// energy profiles.
func NewCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "energy",
		Short: "Estimate the energy of a run; list, show and check profiles",
		Long: `Estimate the energy of a run, and list, show and check the profiles that it is
estimated by. A profile is a YAML file of constants, each with its unit, its source and
the evidence behind it; docs/ENERGY.md has the format and the sum.`,
		Args: settingflags.OnlyCommands,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(newEnergyListCommand(), newEnergyShowCommand(), newEnergyCheckCommand(), newEnergyEstimateCommand())
	return command
}

func newEnergyListCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "list",
		Short: "List the built-in profiles",
		Args:  cobra.NoArgs,
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of a table")
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		var list profileList
		for _, name := range energy.Names() {
			p, err := energy.Open(name)
			if err != nil {
				return err
			}
			list.Profiles = append(list.Profiles, listedProfile{p.Name, p.Title, len(p.Constants), p.Missing(), evidenceOf(p)})
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.EnergyProfiles, &list, printProfiles)
	}
	return command
}

// profileList is what energy list prints.
type profileList struct {
	Profiles []listedProfile `json:"profiles"`
}

type listedProfile struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Constants int      `json:"constants"`
	Missing   []string `json:"missing"`
	Evidence  []string `json:"evidence"` // the strongest first
}

func newEnergyShowCommand() *cobra.Command {
	command := &cobra.Command{
		Use:       "show NAME|FILE",
		Short:     "Show the constants of a profile, with their sources",
		Args:      cobra.ExactArgs(1),
		ValidArgs: energy.Names(),
	}
	asJSON := command.Flags().Bool("json", false, "print one JSON object instead of a table")
	asYAML := command.Flags().Bool("yaml", false, "print a built-in profile as its file, as a start for one's own")
	command.MarkFlagsMutuallyExclusive("json", "yaml")
	command.RunE = func(cmd *cobra.Command, arguments []string) error {
		if *asYAML {
			text, err := energy.Text(arguments[0])
			if err != nil {
				return &settings.ConfigError{Err: err}
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		}
		p, err := openProfile(arguments[0])
		if err != nil {
			return err
		}
		return output.Show(cmd.OutOrStdout(), *asJSON, schema.EnergyProfile, p, printProfile)
	}
	return command
}

func newEnergyCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE...",
		Short: "Check profiles that you wrote",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			for _, path := range paths {
				p, err := openProfile(path)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, %d constants; missing: %s\n", path, p.Name, len(p.Constants), words(p.Missing()))
			}
			return nil
		},
	}
}

// openProfile opens a profile; one that can't be used is a wrong setting.
func openProfile(nameOrFile string) (*energy.Profile, error) {
	p, err := energy.Open(nameOrFile)
	if errors.Is(err, energy.ErrProfile) {
		return nil, &settings.ConfigError{Err: err}
	}
	return p, err
}

func printProfiles(w io.Writer, list *profileList) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tCONSTANTS\tEVIDENCE")
	for _, p := range list.Profiles {
		fmt.Fprintf(table, "%s\t%d of %d\t%s\n", p.Name, p.Constants, len(energy.Terms()), words(p.Evidence))
	}
	fmt.Fprintln(table)
	for _, p := range list.Profiles {
		fmt.Fprintf(table, "%s: %s\n", p.Name, p.Title)
	}
	return table.Flush()
}

// evidenceOf lists the kinds of evidence in a profile, the strongest first.
func evidenceOf(p *energy.Profile) []string {
	var kinds []string
	for _, evidence := range energy.Evidences() {
		for _, c := range p.Constants {
			if c.Evidence == evidence {
				kinds = append(kinds, string(evidence))
				break
			}
		}
	}
	return kinds
}

func printProfile(w io.Writer, p *energy.Profile) error {
	fmt.Fprintf(w, "\n%s: %s\n", p.Name, p.Title)
	if p.Note != "" {
		fmt.Fprintf(w, "%s\n", p.Note)
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CONSTANT\tVALUE\tEVIDENCE\tVOLTAGE\tSOURCE")
	for i := range p.Constants {
		c := &p.Constants[i]
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", c.Name, valueOf(c), evidence(c), voltage(c), c.Source)
	}
	if len(p.Latencies) > 0 {
		fmt.Fprintln(table, "\t\t\t\t\nLATENCY\tVALUE\tEVIDENCE\tVOLTAGE\tSOURCE")
	}
	for i := range p.Latencies {
		c := &p.Latencies[i]
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", c.Name, valueOf(c), evidence(c), voltage(c), c.Source)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nmissing: %s\n", words(p.Missing()))
	return nil
}

func valueOf(c *energy.Constant) string {
	if c.Within != "" {
		return "within " + c.Within
	}
	if len(c.Steps) > 0 {
		texts := make([]string, len(c.Steps))
		for i, step := range c.Steps {
			texts[i] = fmt.Sprintf("%g from %d", step.Value, step.Cores)
		}
		return fmt.Sprintf("%s cores on, in %s", strings.Join(texts, ", "), c.Unit)
	}
	return fmt.Sprintf("%g %s", c.Value, c.Unit)
}

// evidence is the kind of evidence, and whether the source itself was read.
func evidence(c *energy.Constant) string {
	switch {
	case c.Within != "":
		return "-"
	case c.Secondary:
		return string(c.Evidence) + ", quoted"
	}
	return string(c.Evidence)
}

func voltage(c *energy.Constant) string {
	if c.Voltage == 0 {
		return "-"
	}
	return fmt.Sprintf("%g V", c.Voltage)
}

// words lists some names, or says that there are none.
func words(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
