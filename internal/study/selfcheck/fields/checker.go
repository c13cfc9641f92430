// Package fields checks the fields of a file that others wrote.
package fields

import "fmt"

// Checker keeps the first fault of what it checks.
type Checker struct{ Err error }

// Fail is a fault.
func (k *Checker) Fail(format string, arguments ...any) {
	if k.Err == nil {
		k.Err = fmt.Errorf(format, arguments...)
	}
}

// Matrix checks the numbers of rows and of columns.
func (k *Checker) Matrix(path string, values [][]float64, rows, columns int) {
	if k.Length(path, "rows", len(values), rows) {
		for i := range values {
			k.Length(fmt.Sprintf("%s[%d]", path, i), "values", len(values[i]), columns)
		}
	}
}

// Length checks a length, of which what names the things that are counted, and reports
// whether it is right.
func (k *Checker) Length(path, what string, got, want int) bool {
	if got != want {
		k.Fail("%s has %d %s, must have %d", path, got, what, want)
	}
	return got == want
}

// Each checks that every value is in a range.
func (k *Checker) Each(path string, values [][]float64, least, most float64) {
	for i := range values {
		for j, value := range values[i] {
			k.Within(fmt.Sprintf("%s[%d][%d]", path, i, j), value, least, most)
		}
	}
}

// Within checks that a value is in a range.
func (k *Checker) Within(path string, value, least, most float64) {
	if !(value >= least && value <= most) {
		k.Fail("%s is %v, must be from %v to %v", path, value, least, most)
	}
}
