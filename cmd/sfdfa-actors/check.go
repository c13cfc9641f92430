package main

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/study/selfcheck"
)

// newCheckCommand returns the command "check", which compares the engines with
// worked cases. Its error names the first quantity beyond tolerance.
func newCheckCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "check FILE...",
		Short: "Compare the engines with worked cases",
		Long: `Compare the engines with worked cases: files in which every number of a small
network stands, worked out elsewhere: a chain of layers, or a network of any shape
with delays. Every engine, gradient and form of the eligibility is carried out with
float64 weights; where populations form a cycle, windows of several lengths too. Spike times deviate by seconds,
everything else relatively. Gradients of back-propagation are compared where a file
has them.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, paths []string) error {
			report, err := checkFiles(paths)
			if err != nil {
				return err
			}
			if err := output.Show(cmd.OutOrStdout(), asJSON, schema.Check, report, printCheck); err != nil {
				return err
			}
			return report.failure()
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object instead of tables")
	return command
}

// checkReport is what the command prints.
type checkReport struct {
	Files    []checkedFile `json:"files"`
	Variants int           `json:"variants"` // in which a file was carried out, at most
	OK       bool          `json:"ok"`
}

type checkedFile struct {
	File       string            `json:"file"`
	Name       string            `json:"name"`
	Quantities []checkedQuantity `json:"quantities"`
}

// checkedQuantity is the largest deviation of one quantity over all variants.
type checkedQuantity struct {
	Quantity string `json:"quantity"`
	// Largest is null if spikes are missing or too many.
	Largest   *float64 `json:"largest"`
	Tolerance float64  `json:"tolerance"`
	OK        bool     `json:"ok"`
	Variant   string   `json:"variant"` // in which it is that large; empty if nothing deviates
	Where     string   `json:"where"`   // in the file; empty if nothing deviates
}

// checkFiles reads all cases before it carries out the first.
func checkFiles(paths []string) (*checkReport, error) {
	cases := make([]selfcheck.Worked, len(paths))
	for i, path := range paths {
		var err error
		if cases[i], err = selfcheck.Load(path); err != nil {
			return nil, err
		}
	}
	report := &checkReport{OK: true}
	for i, path := range paths {
		deviations, err := cases[i].Check(neuron.Float64)
		if err != nil {
			return nil, err
		}
		report.Variants = max(report.Variants, len(cases[i].Variants()))
		file := checkedFile{File: path, Name: cases[i].Title(), Quantities: largestOfEach(deviations)}
		for _, quantity := range file.Quantities {
			report.OK = report.OK && quantity.OK
		}
		report.Files = append(report.Files, file)
	}
	return report, nil
}

// largestOfEach keeps each quantity's largest deviation, in the order in which
// quantities first appear.
func largestOfEach(deviations []selfcheck.Deviation) []checkedQuantity {
	var names []string
	largest := map[string]selfcheck.Deviation{}
	for _, d := range deviations {
		before, seen := largest[d.Quantity]
		if !seen {
			names = append(names, d.Quantity)
		}
		if !seen || d.Largest > before.Largest {
			largest[d.Quantity] = d
		}
	}
	quantities := make([]checkedQuantity, len(names))
	for i, name := range names {
		d := largest[name]
		quantities[i] = checkedQuantity{
			Quantity: name, Tolerance: d.Tolerance, OK: d.OK(), Where: d.Where,
		}
		if d.Where != "" {
			quantities[i].Variant = d.Variant.String()
		}
		if !math.IsInf(d.Largest, 0) {
			quantities[i].Largest = &d.Largest
		}
	}
	return quantities
}

func printCheck(w io.Writer, r *checkReport) error {
	for i := range r.Files {
		if err := r.Files[i].print(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, r.summary())
	return err
}

func (f *checkedFile) print(w io.Writer) error {
	fmt.Fprintf(w, "%s (%s)\n", f.Name, f.File)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "  QUANTITY\tLARGEST\tTOLERANCE\t\tLARGEST IN")
	for _, q := range f.Quantities {
		verdict, where := "ok", ""
		if !q.OK {
			verdict, where = "FAIL", ", at "+q.Where
		}
		fmt.Fprintf(table, "  %s\t%s\t%.0e\t%s\t%s%s\n", q.Quantity, q.deviation(), q.Tolerance, verdict, q.Variant, where)
	}
	fmt.Fprintln(table)
	return table.Flush()
}

func (q *checkedQuantity) deviation() string {
	switch {
	case q.Largest == nil:
		return "count"
	case *q.Largest == 0:
		return "0"
	}
	return fmt.Sprintf("%.1e", *q.Largest)
}

// summary is the last line of the report.
func (r *checkReport) summary() string {
	quantities, beyond := 0, 0
	for _, file := range r.Files {
		quantities = max(quantities, len(file.Quantities))
		for _, q := range file.Quantities {
			if !q.OK {
				beyond++
			}
		}
	}
	verdict := "all within tolerance"
	if beyond > 0 {
		verdict = fmt.Sprintf("%d beyond tolerance", beyond)
	}
	return fmt.Sprintf("%s, %d quantities in %d variants: %s", numeral.Several(len(r.Files), "file"), quantities, r.Variants, verdict)
}

// failure is the error of a report with deviations beyond tolerance.
func (r *checkReport) failure() error {
	for _, file := range r.Files {
		for _, q := range file.Quantities {
			if !q.OK {
				return fmt.Errorf("check: %s: %s deviate by %s at %s (%s), tolerance %g", file.File, q.Quantity, q.deviation(), q.Where, q.Variant, q.Tolerance)
			}
		}
	}
	return nil
}
