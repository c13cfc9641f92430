//go:build unix

package distributed

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// ownProcessVariable says that a process is there for one test.
const ownProcessVariable = "SFDFA_TEST_OWN_PROCESS"

// endpoints counts those of this process.
var endpoints atomic.Int64

// needEndpoint is called by a test before it opens an endpoint. Under the race detector only
// the first may, and before the test has connections of its own: the actor library
// writes to a global variable of gRPC that all connections read. Each other test runs in
// a process of its own instead; what opens a second endpoint there is left out.
func needEndpoint(t *testing.T) {
	t.Helper()
	leaveToOwnProcess(t)
	if endpoints.Add(1) > 1 && raceDetector {
		t.Skip("skipped from here: with the race detector, a process can start the actor library's remote once")
	}
}

// leaveToOwnProcess ends a test here that needs an endpoint of which this process has had
// its only one.
func leaveToOwnProcess(t *testing.T) {
	t.Helper()
	if raceDetector && endpoints.Load() > 0 && os.Getenv(ownProcessVariable) == "" {
		runAlone(t)
	}
}

// runAlone runs a test in a process of its own, and leaves it here: as one that fails, or is
// skipped with the reason.
func runAlone(t *testing.T) {
	t.Helper()
	var pattern []string
	for name := range strings.SplitSeq(t.Name(), "/") {
		pattern = append(pattern, "^"+regexp.QuoteMeta(name)+"$")
	}
	arguments := []string{"-test.v", "-test.run", strings.Join(pattern, "/")}
	if testing.Short() {
		arguments = append(arguments, "-test.short")
	}
	if deadline, ok := t.Deadline(); ok {
		arguments = append(arguments, "-test.timeout", time.Until(deadline).String())
	}
	command := exec.CommandContext(t.Context(), os.Args[0], arguments...)
	command.Env = append(os.Environ(), ownProcessVariable+"=yes")
	output, err := command.CombinedOutput()
	switch {
	case err != nil:
		t.Fatalf("in a process of its own: %v\n%s", err, output)
	case !strings.Contains(string(output), "--- PASS: "+t.Name()+" "):
		t.Skipf("skipped in a process of its own too:\n%s", output)
	}
	t.Skip("passed in a process of its own")
}
