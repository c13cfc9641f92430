package output

import "fmt"

// Joules writes an energy with three significant digits.
func Joules(x float64) string { return scaled(x, "J") }

// Seconds writes a time with three significant digits.
func Seconds(x float64) string { return scaled(x, "s") }

func scaled(x float64, unit string) string {
	for _, scale := range []struct {
		size   float64
		prefix string
	}{{1, ""}, {1e-3, "m"}, {1e-6, "µ"}, {1e-9, "n"}, {1e-12, "p"}} {
		if x >= scale.size {
			return fmt.Sprintf("%.3g %s%s", x/scale.size, scale.prefix, unit)
		}
	}
	return fmt.Sprintf("%.3g %s", x, unit)
}

// Batches writes a number of batches.
func Batches[N int | int64](n N) string {
	if n == 1 {
		return "1 batch"
	}
	return fmt.Sprintf("%d batches", n)
}

// Several writes a number of things.
func Several[N int | int64](n N, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
