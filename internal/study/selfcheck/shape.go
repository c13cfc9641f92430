package selfcheck

import (
	"fmt"
	"math"
)

// checkMatrix checks for so many rows of so many columns.
func checkMatrix(path string, values [][]float64, rows, columns int) error {
	if err := checkLength(path, "rows", len(values), rows); err != nil {
		return err
	}
	for i := range values {
		if err := checkLength(fmt.Sprintf("%s[%d]", path, i), "values", len(values[i]), columns); err != nil {
			return err
		}
	}
	return nil
}

// checkLength checks a length; what names the things that are counted.
func checkLength(path, what string, got, want int) error {
	if got != want {
		return fmt.Errorf("%s has %d %s, must have %d", path, got, what, want)
	}
	return nil
}

// checkSize checks that no value is larger than allowed, whatever its sign.
func checkSize(path string, values [][]float64, largest float64) error {
	for i := range values {
		for j, value := range values[i] {
			if math.Abs(value) > largest {
				return fmt.Errorf("%s[%d][%d] is %v, must be from %v to %v", path, i, j, value, -largest, largest)
			}
		}
	}
	return nil
}
