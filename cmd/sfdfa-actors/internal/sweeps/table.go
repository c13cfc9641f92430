package sweeps

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/study/sweep"
)

// print prints a table with a line for each point, the most accurate first, and those without a run at the end.
func print(w io.Writer, r *sweep.Report) error {
	points := slices.Clone(r.Points)
	slices.SortStableFunc(points, func(a, b sweep.Point) int { return cmp.Compare(accuracy(&b), accuracy(&a)) })
	fmt.Fprintf(w, "\n%s: %s, %s each; accuracy as mean ± standard deviation, the rest as means\n\n", r.Points[0].Config.Dataset,
		numeral.Several(len(points), "point"), numeral.Several(r.Seeds, "seed"))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "point\t%s\truns\ttest (%%)", strings.Join(r.Settings, "\t"))
	for _, cost := range sweep.Costs() {
		fmt.Fprintf(table, "\t%s", cost.Name)
	}
	fmt.Fprintln(table)
	for i := range points {
		fmt.Fprintln(table, strings.Join(cells(&points[i], r.Settings), "\t"))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n* on the Pareto front: no other point is as accurate at a lower mean cost\n"+
		"spikes, packets and energy are those of a training sample; energy is a dynamic estimate, \"clocked\" the\n"+
		"same with neurons updated at every tick of a clock\n"+
		"files in %s\n", r.Directory)
	return err
}

// accuracy is the mean test accuracy of a point, below all others without a run.
func accuracy(p *sweep.Point) float64 {
	if p.TestAccuracy == nil {
		return -1
	}
	return p.TestAccuracy.Mean
}

// cells are a point's line of the table.
func cells(p *sweep.Point, names []string) []string {
	line := []string{fmt.Sprint(p.Number)}
	for _, name := range names {
		line = append(line, p.Value(name))
	}
	line = append(line, fmt.Sprint(len(p.Runs)))
	if p.TestAccuracy == nil {
		line = append(line, "-")
		for range sweep.Costs() {
			line = append(line, "-")
		}
		return line
	}
	line = append(line, p.TestAccuracy.String())
	for _, cost := range sweep.Costs() {
		mark := ""
		if slices.Contains(p.Pareto, cost.Name) {
			mark = " *"
		}
		line = append(line, cost.Text(cost.Of(p).Mean)+mark)
	}
	return line
}
