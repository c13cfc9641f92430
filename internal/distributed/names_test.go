//go:build unix

package distributed

import (
	"net"
	"strings"
	"testing"

	"sfdfa-actors/internal/distributed/terms"
)

// byName is the worker under another name of its machine.
func byName(t *testing.T, w *process) *process {
	t.Helper()
	_, port, err := net.SplitHostPort(w.address)
	if err != nil {
		t.Fatal(err)
	}
	named := *w
	named.address = net.JoinHostPort("localhost", port)
	return &named
}

// A worker is found under every name of its machine, not only under the one that it
// listens on.
func TestWorkersAreFoundUnderAnyName(t *testing.T) {
	w := start(t, workerOptions{Settings: testSettings(), Identity: same})
	e, err := buildOn(t, coordinate(t, byName(t, w)), faultSeed)
	if err != nil {
		t.Fatal(err)
	}
	expectReference(t, e)
}

// A worker that is named by two of its names says so, and works afterwards.
func TestAWorkerNamedTwiceSaysSo(t *testing.T) {
	w := start(t, workerOptions{Settings: testSettings(), Identity: same})
	e, err := buildOn(t, coordinate(t, w, byName(t, w)), faultSeed)
	if err == nil {
		t.Fatal("the network is built", e.Close())
	}
	if terms.IsLost(err) || !strings.Contains(err.Error(), "it is named twice") {
		t.Errorf("error %v, want one that says that it is named twice", err)
	}
	stillWorks(t, coordinate(t, w))
}

// Whatever process a frame names, it is for the one that it has come to, and is not
// passed on.
func TestFramesAreNotPassedOn(t *testing.T) {
	b := (&process{address: "192.0.2.1:1"}).batch(frameType, gatewayName, nil)
	if err := checkBatch(b, "127.0.0.1:1"); err != nil {
		t.Fatal(err)
	}
	if got := b.Targets[0].Address; got != "127.0.0.1:1" {
		t.Errorf("the frame is for %s, want the process's own address", got)
	}
}
