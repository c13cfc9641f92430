package sweep

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/internal/settings"
)

// span is the numbers from low to high, both included.
type span struct {
	low, high float64
	isLog     bool // drawn by their logarithms
	isWhole   bool
	isOfLists bool // each is a list of one number
	text      string
}

// String is the span as it was written.
func (s *span) String() string { return s.text }

// addSpan adds the values of LOW..HIGH/STEP or LOW..HIGH/logN. Without a step, or with /log, it is to be drawn from.
func (a *Axis) addSpan(s settings.Setting, text, low, rest string) error {
	k := kindOf(s)
	high, step, hasStep := strings.Cut(rest, "/")
	of := &span{isWhole: k.isWhole, isOfLists: k.isList, text: text}
	var errLow, errHigh error
	of.low, errLow = s.ParseNumber(strings.TrimSpace(low))
	of.high, errHigh = s.ParseNumber(strings.TrimSpace(high))
	count, isLog := strings.CutPrefix(step, "log")
	of.isLog = isLog
	switch {
	case errLow != nil || errHigh != nil || math.IsInf(of.high-of.low, 0) || math.IsNaN(of.high-of.low):
		return fmt.Errorf("%s is %q, allowed: %s", s.Name, text, syntax(s))
	case of.isWhole && (of.low != math.Trunc(of.low) || of.high != math.Trunc(of.high)):
		return fmt.Errorf("%s is %q, allowed: a range of whole numbers", s.Name, text)
	case of.low >= of.high:
		return fmt.Errorf("%s is the empty range %q, allowed: LOW below HIGH", s.Name, text)
	case isLog && of.low <= 0:
		return fmt.Errorf("%s is %q, allowed: a log range above 0", s.Name, text)
	case !hasStep, isLog && count == "":
		if a.span != nil {
			return fmt.Errorf("%s has the ranges %v and %v, allowed: a range without a step by itself", s.Name, a.span, of)
		}
		a.span = of
		return nil
	case isLog:
		return a.addLog(s, of, count)
	}
	return a.addSteps(s, of, step)
}

func (a *Axis) addSteps(s settings.Setting, of *span, text string) error {
	step, err := s.ParseNumber(strings.TrimSpace(text))
	if err != nil || !(step > 0) || of.isWhole && step != math.Trunc(step) {
		return fmt.Errorf("%s is %q with the step %q, allowed: a number above 0, a whole one where the setting is, or logN", s.Name, of, text)
	}
	const slack = 1e-9 // of a step: decimal fractions are not exact
	n := math.Floor((of.high-of.low)/step + slack)
	if n >= MostRuns {
		return fmt.Errorf("%s is %q, which has %.0f values, allowed: up to %d", s.Name, of, n+1, MostRuns)
	}
	for i := range int(n) + 1 {
		a.Values = append(a.Values, of.value(of.low+float64(i)*step, stepDigits))
	}
	return nil
}

func (a *Axis) addLog(s settings.Setting, of *span, text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 2 || n > MostRuns {
		return fmt.Errorf("%s is %q, allowed: a log range of 2 to %d values, as in 1e-4..1e-1/log4", s.Name, of, MostRuns)
	}
	var last any
	for i := range n {
		share := float64(i) / float64(n-1)
		value := of.value(of.low*math.Pow(of.high/of.low, share), drawnDigits)
		if text := fmt.Sprint(value); text != last { // whole numbers may meet
			a.Values, last = append(a.Values, value), text
		}
	}
	return nil
}

// Significant digits of computed values: what a multiple of a step has exactly, and what is enough to tell others apart.
const (
	stepDigits  = 12
	drawnDigits = 4
)

// value rounds a number of the span to some significant digits, and leaves it in the span.
func (s *span) value(x float64, digits int) any {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		rounded = x
	}
	if s.isWhole {
		rounded = math.Round(x)
	}
	rounded = min(max(rounded, s.low), s.high)
	var value any = rounded
	if s.isWhole {
		value = int(rounded)
	}
	if s.isOfLists {
		return []any{value}
	}
	return value
}

// draw returns a number of the span, all as likely; of a log span all magnitudes.
func (s *span) draw(stream *rng.Stream) any {
	low, high := s.low, s.high
	if s.isWhole { // what is rounded to the ends comes from both sides
		low, high = low-0.5, high+0.5
	}
	u := stream.Float64()
	if s.isLog {
		return s.value(low*math.Pow(high/low, u), drawnDigits)
	}
	return s.value(low+u*(high-low), drawnDigits)
}
