package figure

import "fmt"

// Short writes a number with three significant digits and a suffix.
func Short(x float64) string {
	for _, scale := range []struct {
		size   float64
		suffix string
	}{{1e9, " G"}, {1e6, " M"}, {1e3, " k"}} {
		if x >= 0.9995*scale.size { // which three digits would round up to the scale
			return fmt.Sprintf("%.3g%s", x/scale.size, scale.suffix)
		}
	}
	return fmt.Sprintf("%.3g", x)
}
