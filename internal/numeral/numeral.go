// Package numeral writes numbers and amounts as people read them, and reads numbers with units.
package numeral

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// scale is a size that a number is written in, with what its unit then begins with.
type scale struct {
	size   float64
	prefix string
}

// scales of numbers without a unit, and of those with one, from the largest on.
var (
	large = []scale{{1e9, " G"}, {1e6, " M"}, {1e3, " k"}}
	small = []scale{{1, " "}, {1e-3, " m"}, {1e-6, " µ"}, {1e-9, " n"}, {1e-12, " p"}}
)

// scaled writes a number in the largest scale that it fills, with three significant digits, or else without one.
func scaled(x float64, scales []scale, without string) string {
	for _, s := range scales {
		if x >= 0.9995*s.size { // which three digits would round up to the scale
			return Rounded(x/s.size, 3) + s.prefix
		}
	}
	return Rounded(x, 3) + without
}

// Rounded writes a number with so many significant digits, and numbers from 1e-4 to 1e15 without an exponent.
func Rounded(x float64, digits int) string {
	text := strconv.FormatFloat(x, 'g', digits, 64)
	if math.Abs(x) >= 1e15 || !strings.Contains(text, "e+") {
		return text
	}
	rounded, _ := strconv.ParseFloat(text, 64) // which is as FormatFloat wrote it
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// Short writes a number with three significant digits and a suffix.
func Short(x float64) string { return scaled(x, large, "") }

// Joules writes an energy with three significant digits.
func Joules(x float64) string { return scaled(x, small, " ") + "J" }

// Seconds writes a short time with three significant digits.
func Seconds(x float64) string { return scaled(x, small, " ") + "s" }

// Duration writes a long time, in hours, minutes and tenths of seconds.
func Duration(seconds float64) string {
	return time.Duration(seconds * float64(time.Second)).Round(100 * time.Millisecond).String()
}

// Several writes a number of things.
func Several[N int | int64](n N, thing string) string {
	switch {
	case n == 1:
		return "1 " + thing
	case strings.HasSuffix(thing, "tch"):
		thing += "e"
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
