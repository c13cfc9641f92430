package closeup

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/numeral"
)

// write writes the close-up's pictures and tables, and everything as JSON.
func (x *CloseUp) write(figures figure.Form) error {
	if err := os.MkdirAll(x.Directory, 0o755); err != nil {
		return fmt.Errorf("closeup: %w", err)
	}
	files := atomicfile.Files{"synapses.csv": x.synapses().CSV, "spikes.csv": x.spikes().CSV}
	if len(x.Sample.Times) > 0 {
		files["course.csv"], files["arrivals.csv"] = x.course().CSV, x.arrivals().CSV
		maps.Copy(files, figures.Files("course", x.coursePicture()))
	}
	if x.Image != nil {
		maps.Copy(files, figures.Files("receptive_field", x.field()))
	}
	files["neuron.json"] = func() ([]byte, error) { return schema.CloseUp.File(x) }
	x.Files = slices.Sorted(maps.Keys(files))
	if err := files.Write(x.Directory); err != nil {
		return fmt.Errorf("closeup: %w", err)
	}
	return nil
}

func (x *CloseUp) course() *table.Table {
	t := table.New("time_s", "potential_per_s", "current_per_s", "threshold_per_s")
	for i, time := range x.Sample.Times {
		t.Add(time, x.Sample.Potential[i], x.Sample.Current[i], x.Sample.Threshold)
	}
	return t
}

func (x *CloseUp) arrivals() *table.Table {
	t := table.New("time_s", "presynaptic", "weight", "grade")
	for i, time := range x.Sample.Arrivals {
		t.Add(time, x.Sample.From[i], x.Sample.Weights[i], x.Sample.Incoming[i])
	}
	return t
}

func (x *CloseUp) spikes() *table.Table {
	t := table.New("time_s", "grade")
	for i, time := range x.Sample.Fired {
		t.Add(time, x.Sample.Grades[i])
	}
	return t
}

func (x *CloseUp) synapses() *table.Table {
	t := table.New("presynaptic", "weight", "eligibility")
	for _, s := range x.Largest {
		t.Add(s.From, s.Weight, s.Eligibility)
	}
	return t
}

// printed prints what a close-up comes to.
func printed(w io.Writer, x *CloseUp) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name, format string, values ...any) {
		fmt.Fprintf(table, "  %s\t%s\n", name, fmt.Sprintf(format, values...))
	}
	s := x.Sample
	fmt.Fprintf(table, "\n%s\n\n", x.title())
	row("synapses", "%d, weights from %.4g to %.4g", x.Synapses, x.Weights.Least, x.Weights.Most)
	row("arrivals", "%s", numeral.Several(len(s.Arrivals), "spike"))
	row("own spikes", "%s", several(s.Fired, func(i int) string { return fmt.Sprintf("%s (grade %.3g)", numeral.Seconds(s.Fired[i]), s.Grades[i]) }))
	if len(s.Potential) > 0 {
		row("potential", "at most %.4g, threshold %.4g (1/s)", slices.Max(s.Potential), s.Threshold)
	}
	if s.Omitted != "" {
		row("left out", "potential and eligibilities: %s", s.Omitted)
	}
	if len(x.Feedback) > 0 {
		row("feedback", "%s", several(x.Feedback, func(o int) string { return fmt.Sprintf("%.3g", x.Feedback[o]) }))
	}
	x.printEligibilities(row)
	row("files", "%s in %s", strings.Join(x.Files, ", "), filepath.Clean(x.Directory))
	return table.Flush()
}

// mostListed bounds the numbers in a row.
const mostListed = 8

// several lists the first of some numbers.
func several(numbers []float64, text func(i int) string) string {
	if len(numbers) == 0 {
		return "none"
	}
	var texts []string
	for i := range min(len(numbers), mostListed) {
		texts = append(texts, text(i))
	}
	if left := len(numbers) - mostListed; left > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", left))
	}
	return strings.Join(texts, ", ")
}

// printEligibilities prints the synapse that the neuron's spikes credit most.
func (x *CloseUp) printEligibilities(row func(name, format string, values ...any)) {
	most := -1
	for i, s := range x.Largest {
		if s.Eligibility != 0 && (most < 0 || abs(s.Eligibility) > abs(x.Largest[most].Eligibility)) {
			most = i
		}
	}
	if most >= 0 {
		s := x.Largest[most]
		row("eligibility", "largest at the synapse from %d: %.4g (s/weight)", s.From, s.Eligibility)
	}
}

func abs(x float64) float64 { return max(x, -x) }

// title names the neuron and the sample.
func (x *CloseUp) title() string {
	return fmt.Sprintf("neuron %d of population %d in %s sample %d of class %d, taken for %d", x.Neuron.Neuron, x.Population, x.Part, x.Index, x.Label, x.Prediction)
}
