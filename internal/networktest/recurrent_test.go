package networktest_test

import (
	"context"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
)

// Cases with cycles fire, in many windows: a comparison of engines on them says something.
func TestCasesWithCyclesAreAlive(t *testing.T) {
	outputs := 0
	for seed := range uint64(16) {
		c := networktest.Recurrent(seed)
		net, e := networktest.Start(t, &c, reference.New)
		finished, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
		if err != nil {
			t.Fatal(err)
		}
		s := net.Synchronisation(&network.Setup{})
		if s == nil || s.Windows < 10 || finished.Tally.HiddenSpikes < 30 {
			t.Errorf("seed %d: %+v, %d hidden spikes", seed, s, finished.Tally.HiddenSpikes)
		}
		if finished.Tally.OutputSpikes > 0 {
			outputs++
		}
	}
	if outputs < 8 {
		t.Errorf("outputs fire in %d of 16 cases, want at least 8", outputs)
	}
}
