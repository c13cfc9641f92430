package figure

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
