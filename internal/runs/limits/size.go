package limits

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Size is a number of bytes.
type Size uint64

// sizeUnits are the units of a size, the largest of each kind first.
var sizeUnits = []struct {
	name  string
	bytes float64
}{
	{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10},
	{"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3},
	{"B", 1},
}

// ParseSize reads a size as in 4GiB, 1.5 GB or 500MB: a decimal number of one byte
// or more, and a unit. Nothing is guessed: 4g or 4Gb is an error.
func ParseSize(text string) (Size, error) {
	for _, unit := range sizeUnits {
		digits, found := strings.CutSuffix(text, unit.name)
		if !found {
			continue
		}
		digits = strings.TrimSuffix(digits, " ")
		number, err := strconv.ParseFloat(digits, 64)
		if err != nil || strings.Trim(digits, "0123456789.") != "" {
			break
		}
		if bytes := math.Round(number * unit.bytes); bytes >= 1 && bytes < math.MaxInt64 {
			return Size(bytes), nil
		}
		break
	}
	return 0, fmt.Errorf("%q is no size, allowed: a number of 1 byte to 8 EiB with a unit (B, kB, MB, GB, TB, KiB, MiB, GiB, TiB), as in 4GiB or 500MB", text)
}

// String writes the size with three significant digits and a binary unit.
func (s Size) String() string {
	for _, unit := range sizeUnits[:4] {
		// Below that three digits would round to 1024 of the next smaller unit.
		if float64(s) >= 0.9995*unit.bytes {
			return threeDigits(float64(s)/unit.bytes) + " " + unit.name
		}
	}
	return strconv.FormatUint(uint64(s), 10) + " B"
}

// threeDigits writes a number with three significant digits, or all before the point
// where those are more.
func threeDigits(x float64) string {
	if x >= 999.5 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}
