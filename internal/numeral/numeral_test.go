package numeral

import (
	"math"
	"testing"
)

func TestNumbersHaveThreeDigitsAndASuffix(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 0.0123456: "0.0123", 1: "1", 999.4: "999", 999.6: "1 k", 1e3: "1 k", 119_700: "120 k", 999_400: "999 k", 999_600: "1 M", 2.5e9: "2.5 G",
	} {
		if got := Short(x); got != want {
			t.Errorf("%v is written %q, want %q", x, got, want)
		}
	}
}

func TestRoundedNumbersHaveNoExponent(t *testing.T) {
	for got, want := range map[string]string{
		Rounded(0, 3): "0", Rounded(99.4, 2): "99", Rounded(99.6, 2): "100", Rounded(100, 2): "100", Rounded(-12345, 3): "-12300",
		Rounded(1.5, 3): "1.5", Rounded(1e-4, 3): "0.0001", Rounded(1.234e-5, 3): "1.23e-05", Rounded(2e15, 3): "2e+15", Rounded(math.Inf(1), 3): "+Inf",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestUnitsHaveTheirScale(t *testing.T) {
	for got, want := range map[string]string{
		Joules(0): "0 J", Joules(6.96e-8): "69.6 nJ", Joules(0.9999e-6): "1 µJ", Joules(2.5e-13): "2.5e-13 J", Joules(12): "12 J",
		Seconds(0.001): "1 ms", Seconds(12345): "12300 s", Duration(198.84): "3m18.8s",
		Several(1, "core"): "1 core", Several(0, "core"): "0 cores", Several(2, "batch"): "2 batches", Several(2, "epoch"): "2 epochs",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A unit moves the decimal point, and nothing is rounded twice. What is no number, has no unit that is known, or is too
// large is refused.
func TestNumbersWithUnits(t *testing.T) {
	optional := Units{"": 0, "s": 0, "ms": -3}
	for _, test := range []struct {
		units Units
		text  string
		want  float64
		ok    bool
	}{
		{Times, "5ms", 0.005, true}, {Times, "5 ms", 0.005, true}, {Times, "0.3s", 0.3, true}, {Times, "7us", 7e-6, true}, {Times, "-1.5e1ms", -0.015, true},
		{Times, "5", 0, false}, {Times, "5Hz", 0, false}, {Times, "ms", 0, false}, {Times, "", 0, false}, {Times, "1e400s", 0, false}, {Times, "nan s", 0, false},
		{optional, "0.02", 0.02, true}, {optional, "20ms", 0.02, true}, {optional, "20us", 0, false}, {optional, "1e99999999999999999999s", 0, false},
	} {
		if got, ok := test.units.Parse(test.text); got != test.want || ok != test.ok {
			t.Errorf("%q with one of %s: %v, %t, want %v, %t", test.text, test.units, got, ok, test.want, test.ok)
		}
	}
	if got := Times.String(); got != "s, ms, us" {
		t.Errorf("units %q", got)
	}
}
