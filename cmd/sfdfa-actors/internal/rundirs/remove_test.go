package rundirs

import (
	"io"
	"strings"
	"testing"
	"time"
)

func TestOnlyYesRemoves(t *testing.T) {
	for answer, want := range map[string]bool{"y\n": true, "YES\r\n": true, "y": true, "": false, "\n": false, "n\n": false, "yesterday\n": false} {
		if confirm(strings.NewReader(answer), io.Discard, []string{"runs/a"}) != want {
			t.Errorf("%q: want %v", answer, want)
		}
	}
}

func TestDatesAreShort(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC)
	for year, want := range map[int]string{2026: "01 Mar 09:05", 2027: "01 Mar 2026"} {
		if got := date(at, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)); got != want {
			t.Errorf("%q in %d, want %q", got, year, want)
		}
	}
}
