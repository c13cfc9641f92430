package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/experiment"
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
		if _, err := os.Stat(filepath.Join(directory, experiment.SummaryFile)); !os.IsNotExist(err) {
			t.Errorf("%s: there is a summary, or %v", engine, err)
		}
	}
}
