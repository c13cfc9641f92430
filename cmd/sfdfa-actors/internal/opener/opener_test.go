package opener

import (
	"slices"
	"strings"
	"testing"
)

func TestEverySystemHasItsOpener(t *testing.T) {
	for system, want := range map[string][]string{
		"linux": {"xdg-open", "/a b"}, "freebsd": {"xdg-open", "/a b"}, "darwin": {"open", "/a b"},
		"windows": {"rundll32", "url.dll,FileProtocolHandler", "/a b"},
	} {
		for range 2 { // nothing of the first is left in the second
			if got := command(system, "/a b"); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", system, got, want)
			}
		}
	}
}

func TestWithoutAnOpenerTheErrorNamesTheFile(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if err := Open("report.html"); err == nil || !strings.Contains(err.Error(), "report.html") {
		t.Errorf("error %v", err)
	}
}
