package progress

import (
	"bytes"
	"strings"
	"testing"
)

// TestFetchDisplayOnTerminal draws a bar and takes it away before each notice.
func TestFetchDisplayOnTerminal(t *testing.T) {
	var out bytes.Buffer
	display := &Fetch{out: &out, terminal: true}
	display.Progress("a.gz", 0, 100)
	display.Progress("a.gz", 50, 100)
	display.Notice("a.gz: trying again")
	display.Progress("a.gz", 0, 100)
	display.Progress("a.gz", 100, 100)
	display.Progress("b.gz", 0, -1)
	display.Clear()
	if !strings.Contains(out.String(), "a.gz: trying again\n") || display.bar != nil {
		t.Errorf("drew %q", out.String())
	}
}
