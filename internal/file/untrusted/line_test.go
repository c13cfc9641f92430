package untrusted

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"plain, 3 µs → 4":            "plain, 3 µs → 4",
		"two\nlines\r\n":             `two\nlines\r\n`,
		"\x1b[2Jgone\a":              `\x1b[2Jgone\a`,
		"a\x00b\u202ec":              `a\x00b\u202ec`,
		"cut \xff off \xc3":          `cut \xff off \xc3`,
		"a real \uFFFD":              "a real \uFFFD",
		strings.Repeat("x", 50) + "": strings.Repeat("x", 40) + "…",
	} {
		if got := Line(text, 40); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func FuzzLine(f *testing.F) {
	f.Add("one\ntwo", 5)
	f.Add("\xff\u202e\x1b[0m", 100)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		line := Line(text, limit)
		if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q has what can't be printed", line)
		}
		// The longest escape, \U0010ffff, takes ten bytes for four.
		if limit > 0 && len(line) > 4*limit+20 {
			t.Errorf("%d bytes with a limit of %d", len(line), limit)
		}
		if Line(line, len(line)) != line {
			t.Errorf("%q changes when it is made a line again", line)
		}
	})
}
