package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"sfdfa-actors/internal/runs/record"
)

// A number that is not finite ends the program with 1 and one line that says
// which, of which neuron, and what may help; nothing says that the run is done.
func TestANumberThatIsNotFiniteIsAFailure(t *testing.T) {
	for _, engine := range []string{"actors", "reference"} {
		directory := filepath.Join(t.TempDir(), "run")
		code, _, stderr := invoke(context.Background(), small(directory, "--engine", engine, "--regularisation", "1e300", "--target-rate", "1e9")...)
		if code != exitFailed {
			t.Errorf("%s: exit code %d, want %d", engine, code, exitFailed)
		}
		last := stderr[strings.Index(stderr, "sfdfa-actors:"):]
		for _, part := range []string{"projected error of neuron ", " of population 1 is +Inf in sample ", "a weaker regularisation"} {
			if !strings.Contains(last, part) || strings.Count(last, "\n") != 1 {
				t.Errorf("%s: error %q, want one line with %q", engine, last, part)
			}
		}
		if _, err := os.Stat(filepath.Join(directory, record.SummaryFile)); !os.IsNotExist(err) {
			t.Errorf("%s: there is a summary, or %v", engine, err)
		}
	}
}

// A panic in a command is a failure with one line, and no stack trace unless it is
// asked for.
func TestAPanicInACommandIsAFailure(t *testing.T) {
	for _, level := range []string{"info", "debug"} {
		root := newRootCommand()
		root.AddCommand(&cobra.Command{Use: "break", RunE: func(*cobra.Command, []string) error { panic("a wheel came off") }})
		var stderr bytes.Buffer
		root.SetArgs([]string{"break", "--log-level", level})
		root.SetErr(&stderr)
		code := execute(context.Background(), root)
		traced := strings.Contains(stderr.String(), "goroutine ")
		if code != exitFailed || !strings.Contains(stderr.String(), "fault of the program") || !strings.Contains(stderr.String(), "a wheel came off") || traced != (level == "debug") {
			t.Errorf("level %s: exit code %d, error %q; want %d, the cause, and a trace with debug only", level, code, &stderr, exitFailed)
		}
	}
}
