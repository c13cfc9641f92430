package numeral

import "testing"

func TestNumbersHaveThreeDigitsAndASuffix(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 0.0123456: "0.0123", 1: "1", 999.4: "999", 999.6: "1 k", 1e3: "1 k", 119_700: "120 k", 999_400: "999 k", 999_600: "1 M", 2.5e9: "2.5 G",
	} {
		if got := Short(x); got != want {
			t.Errorf("%v is written %q, want %q", x, got, want)
		}
	}
}

func TestUnitsHaveTheirScale(t *testing.T) {
	for got, want := range map[string]string{
		Joules(0): "0 J", Joules(6.96e-8): "69.6 nJ", Joules(0.9999e-6): "1 µJ", Joules(2.5e-13): "2.5e-13 J", Joules(12): "12 J",
		Seconds(0.001): "1 ms", Duration(198.84): "3m18.8s",
		Several(1, "core"): "1 core", Several(0, "core"): "0 cores", Several(2, "batch"): "2 batches", Several(2, "epoch"): "2 epochs",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
