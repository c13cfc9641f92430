package settings

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"sfdfa-actors/internal/spelling"
)

// checkAllowed reports whether a value fits an allowed tag: one of the words of
// "a|b|c", or a finite number in one of the intervals below.
func checkAllowed(name, unit, allowed string, value any) error {
	if allowed == "" {
		return nil
	}
	switch value := value.(type) {
	case string:
		if words := strings.Split(allowed, "|"); !slices.Contains(words, value) {
			return fmt.Errorf("%s is %q, allowed: %s%s", name, value, strings.Join(words, ", "), spelling.Hint(value, words))
		}
	case int:
		return checkNumber(name, unit, allowed, float64(value))
	case float64:
		return checkNumber(name, unit, allowed, value)
	case []int:
		for _, element := range value {
			if err := checkNumber(name, unit, allowed, float64(element)); err != nil {
				return err
			}
		}
	case []float64:
		for _, element := range value {
			if err := checkNumber(name, unit, allowed, element); err != nil {
				return err
			}
		}
	}
	return nil
}

var intervals = map[string]struct {
	words string
	holds func(x float64) bool
}{
	">0":          {"above 0", func(x float64) bool { return x > 0 }},
	">=0":         {"0 or more", func(x float64) bool { return x >= 0 }},
	">=1":         {"1 or more", func(x float64) bool { return x >= 1 }},
	"(0,1]":       {"above 0, up to 1", func(x float64) bool { return x > 0 && x <= 1 }},
	"[0,1000]":    {"from 0 to 1000", func(x float64) bool { return x >= 0 && x <= 1000 }},
	"[2,4096]":    {"from 2 to 4096", func(x float64) bool { return x >= 2 && x <= 4096 }},
	"[1,1000000]": {"from 1 to 1000000", func(x float64) bool { return x >= 1 && x <= 1e6 }},
	"[-1e6,1e6]":  {"from -1e6 to 1e6", func(x float64) bool { return x >= -1e6 && x <= 1e6 }},
	">=1e-12":     {"1e-12 or more", func(x float64) bool { return x >= 1e-12 }},
	">=1e-9":      {"1e-9 or more", func(x float64) bool { return x >= 1e-9 }},
	"[0,14]":      {"from 0 to 14", func(x float64) bool { return x >= 0 && x <= 14 }},
	"[0,180]":     {"from 0 to 180", func(x float64) bool { return x >= 0 && x <= 180 }},
	"0,[2,32]":    {"0, or from 2 to 32", func(x float64) bool { return x == 0 || x >= 2 && x <= 32 }},
	"[1e-6,1]":    {"from 1e-6 to 1", func(x float64) bool { return x >= 1e-6 && x <= 1 }},
	"[1e-9,1e9]":  {"from 1e-9 to 1e9", func(x float64) bool { return x >= 1e-9 && x <= 1e9 }},
	"[0,100]":     {"from 0 to 100", func(x float64) bool { return x >= 0 && x <= 100 }},
	"[0,1]":       {"from 0 to 1", func(x float64) bool { return x >= 0 && x <= 1 }},
	"[0,1)":       {"from 0 to below 1", func(x float64) bool { return x >= 0 && x < 1 }},
}

func checkNumber(name, unit, allowed string, x float64) error {
	interval := intervals[allowed]
	if interval.holds(x) && !math.IsInf(x, 0) {
		return nil
	}
	value := fmt.Sprint(x)
	if unit != "" {
		value += " " + unit
	}
	return fmt.Errorf("%s is %s, allowed: %s", name, value, interval.words)
}
