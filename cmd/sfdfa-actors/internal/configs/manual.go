package configs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sfdfa-actors/internal/file/atomicfile"
)

// NewManualCommand returns the command "man", which writes manual pages.
func NewManualCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "man",
		Short: "Write manual pages, one for each command",
		Long: `Write manual pages (roff) of all commands into a directory: sfdfa-actors.1,
sfdfa-actors-run.1 and so on. "man --local-file man/sfdfa-actors-run.1" shows one;
in /usr/local/share/man/man1 "man sfdfa-actors-run" finds it.`,
		Args: cobra.NoArgs,
	}
	out := command.Flags().String("out", "man", "`directory` for the pages")
	command.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := os.MkdirAll(*out, 0o755); err != nil {
			return err
		}
		files := atomicfile.Files{}
		addManual(files, cmd.Root())
		if err := files.Write(*out); err != nil {
			return err
		}
		_, err := fmt.Fprintf(cmd.OutOrStdout(), "%d pages in %s\n", len(files), filepath.Clean(*out))
		return err
	}
	return command
}

// addManual adds the pages of a command and of those below it.
func addManual(files atomicfile.Files, command *cobra.Command) {
	if !command.IsAvailableCommand() && command.HasParent() {
		return
	}
	files[manualName(command)+".1"] = func() ([]byte, error) { return []byte(manual(command)), nil }
	for _, below := range command.Commands() {
		addManual(files, below)
	}
}

func manualName(command *cobra.Command) string {
	return strings.ReplaceAll(command.CommandPath(), " ", "-")
}

// manual is the page of a command.
func manual(command *cobra.Command) string {
	var page strings.Builder
	name := manualName(command)
	fmt.Fprintf(&page, ".TH %s 1\n.SH NAME\n%s \\- %s\n", escaped(strings.ToUpper(name)), escaped(name), escaped(command.Short))
	fmt.Fprintf(&page, ".SH SYNOPSIS\n.B %s\n.SH DESCRIPTION\n.nf\n%s\n.fi\n", escaped(command.UseLine()), escaped(command.Long))
	options := 0
	command.NonInheritedFlags().VisitAll(func(flag *pflag.Flag) {
		if options++; options == 1 {
			page.WriteString(".SH OPTIONS\n")
		}
		kind, usage := pflag.UnquoteUsage(flag)
		fmt.Fprintf(&page, ".TP\n\\fB%s\\fR \\fI%s\\fR\n%s\n", escaped("--"+flag.Name), escaped(kind), escaped(usage))
	})
	if command.Example != "" {
		fmt.Fprintf(&page, ".SH EXAMPLES\n.nf\n%s\n.fi\n", escaped(command.Example))
	}
	var others []string
	for _, below := range command.Commands() {
		if below.IsAvailableCommand() {
			others = append(others, escaped(manualName(below))+"(1)")
		}
	}
	if command.HasParent() {
		others = append(others, escaped(manualName(command.Parent()))+"(1)")
	}
	fmt.Fprintf(&page, ".SH SEE ALSO\n%s\n", strings.Join(others, ", "))
	return page.String()
}

// escaped is text that roff shows as it is.
func escaped(text string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
