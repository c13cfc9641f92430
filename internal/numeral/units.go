package numeral

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Units are those that a quantity is written with, as powers of ten of its own. The empty one is that of a bare number.
type Units map[string]int

// Times are the units of times in seconds.
var Times = Units{"s": 0, "ms": -3, "us": -6}

// written is a number with a unit or without.
var written = regexp.MustCompile(`^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))([eE][+-]?[0-9]+)?\s*([A-Za-z]*)$`)

// Parse reads a number with one of the units. It does not round twice: 5ms is 0.005 s to the last bit.
func (u Units) Parse(text string) (value float64, ok bool) {
	parts := written.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	digits, exponent, unit := parts[1], parts[2], parts[3]
	power, known := u[unit]
	if !known {
		return 0, false
	}
	if exponent != "" {
		given, err := strconv.Atoi(exponent[1:])
		if err != nil {
			return 0, false
		}
		power += given
	}
	value, err := strconv.ParseFloat(digits+"e"+strconv.Itoa(power), 64)
	if err != nil { // it is too large
		return 0, false
	}
	return value, true
}

// String lists the units, the largest first.
func (u Units) String() string {
	units := slices.SortedFunc(maps.Keys(u), func(x, y string) int { return u[y] - u[x] })
	return strings.Join(units, ", ")
}
