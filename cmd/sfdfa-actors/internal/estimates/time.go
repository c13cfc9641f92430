package estimates

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"text/tabwriter"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/record"
)

// longestVerdict bounds what is printed of a sentence in a file, in bytes.
const longestVerdict = 200

// PrintTime prints how long hardware would take for a sample of the run in a directory, if that is known.
func PrintTime(w io.Writer, directory string) error {
	t, err := record.ReadTime(directory)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "ESTIMATED TIME, A SAMPLE\tBARRIER\tCORES\tLINKS\tALL\tLINKS ALONE\t")
	row := func(name string, p *timing.Phase) {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t\n", name, numeral.Seconds(p.Barrier), numeral.Seconds(p.Cores), numeral.Seconds(p.Links), numeral.Seconds(p.Seconds), numeral.Seconds(p.LinksAlone))
	}
	row("forward", &t.Forward)
	if t.Learning != nil {
		row("learning", t.Learning)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	w = output.Wrap(w)
	say := func(name string, p *timing.Phase) {
		fmt.Fprintf(w, "%s: %s\n  what would help: %s\n", name, untrusted.Line(p.Verdict, longestVerdict), untrusted.Line(p.Advice, longestVerdict))
	}
	fmt.Fprintln(w)
	say("forward", &t.Forward)
	if t.Learning != nil {
		say("learning", t.Learning)
	}
	for _, faster := range t.Faster {
		fmt.Fprintf(w, "the same spikes with %s: %s, on %s\n", untrusted.Line(faster.Setting, longestVerdict), numeral.Seconds(faster.Seconds), numeral.Several(faster.Cores, "core"))
	}
	if t.Static != nil {
		fmt.Fprintf(w, "in that time the chips that are on draw an estimated %s\n", numeral.Joules(*t.Static))
	}
	if len(t.Missing) > 0 {
		fmt.Fprintf(w, "times are too short: the profile has no latency of %s\n", untrusted.Line(strings.Join(t.Missing, ", "), longestVerdict))
	}
	return nil
}
