package selfcheck

import "fmt"

// checker keeps the first fault of what it checks.
type checker struct{ err error }

func (k *checker) fail(format string, arguments ...any) {
	if k.err == nil {
		k.err = fmt.Errorf(format, arguments...)
	}
}

// matrix checks the numbers of rows and of columns.
func (k *checker) matrix(path string, values [][]float64, rows, columns int) {
	if k.length(path, "rows", len(values), rows) {
		for i := range values {
			k.length(fmt.Sprintf("%s[%d]", path, i), "values", len(values[i]), columns)
		}
	}
}

// length checks a length, of which what names the things that are counted, and reports
// whether it is right.
func (k *checker) length(path, what string, got, want int) bool {
	if got != want {
		k.fail("%s has %d %s, must have %d", path, got, what, want)
	}
	return got == want
}

// each checks that every value is in a range.
func (k *checker) each(path string, values [][]float64, least, most float64) {
	for i := range values {
		for j, value := range values[i] {
			k.within(fmt.Sprintf("%s[%d][%d]", path, i, j), value, least, most)
		}
	}
}

// within checks that a value is in a range.
func (k *checker) within(path string, value, least, most float64) {
	if !(value >= least && value <= most) {
		k.fail("%s is %v, must be from %v to %v", path, value, least, most)
	}
}
