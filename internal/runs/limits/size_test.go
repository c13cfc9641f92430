package limits

import (
	"strings"
	"testing"
	"time"
)

func TestSizes(t *testing.T) {
	for text, want := range map[string]Size{
		"1B": 1, "4GiB": 4 << 30, "500MB": 500e6, "1.5 GB": 1.5e9, "0.5KiB": 512, "10kB": 10e3, "2TiB": 2 << 40, "3TB": 3e12, "7MiB": 7 << 20,
	} {
		if got, err := ParseSize(text); err != nil || got != want {
			t.Errorf("%q: %d, error %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "4", "GiB", "4g", "4Gb", "4gib", "-1GiB", "+1GiB", "0GiB", "0.1B", "1e3MB", "0x4GiB", "InfGiB", "NaNB", "1_000B", "1..5GB", " 4GiB", "4GiB ", "4  GiB", "9999999TiB", "4GiBB",
	} {
		if got, err := ParseSize(text); err == nil || !strings.Contains(err.Error(), "allowed: ") {
			t.Errorf("%q: %d, error %v, want one that says what is allowed", text, got, err)
		}
	}
	for size, want := range map[Size]string{
		0: "0 B", 1023: "1023 B", 1024: "1 KiB", 1536: "1.5 KiB", 1 << 20: "1 MiB", 1<<20 - 1: "1 MiB", 1000 << 20: "1000 MiB", 123456789: "118 MiB", 4 << 30: "4 GiB", 5 << 40: "5 TiB",
	} {
		if got := size.String(); got != want {
			t.Errorf("%d is written %q, want %q", size, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	for text, want := range map[string]time.Duration{"90m": 90 * time.Minute, "1h30m": 90 * time.Minute, "45s": 45 * time.Second, "250ms": 250 * time.Millisecond} {
		if got, err := ParseTime(text); err != nil || got != want {
			t.Errorf("%q: %v, error %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "90", "0", "0s", "-5m", "m", "1d", "1h 30m", "9999999h"} {
		if got, err := ParseTime(text); err == nil || !strings.Contains(err.Error(), "allowed: ") {
			t.Errorf("%q: %v, error %v, want one that says what is allowed", text, got, err)
		}
	}
}

// What is read as a size is at least one byte, and reads as itself again, but for
// the digits that String leaves out.
func FuzzParseSize(f *testing.F) {
	for _, text := range []string{"4GiB", "500MB", "1.5 GB", "1B", "-1B", "NaNTiB"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		size, err := ParseSize(text)
		if err != nil {
			return
		}
		again, err := ParseSize(size.String())
		if ratio := float64(again) / float64(size); size < 1 || err != nil || ratio < 0.99 || ratio > 1.01 {
			t.Errorf("%q is %d, written %v, which is %d, error %v", text, size, size, again, err)
		}
	})
}
