package lif

import (
	"math"
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron/model"
)

// No spike comes where b·Y is below the bound that synaptic events are tested against first,
// also where the current barely exceeds c and the potential barely reaches it.
func TestBelowTheQuietBoundNoSpikeComes(t *testing.T) {
	m, err := NewModel(model.Parameters{TauSyn: 0.1, Threshold: 0.1, Duration: 0.3, SpikeCap: 3})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 1))
	least := math.Inf(1)
	fired := 0
	for range 2_000_000 {
		q := math.Exp(random.Float64() * m.Duration / m.TauMem)
		y := 1 / q
		nextY := y * (1 - math.Pow(random.Float64(), 1+8*random.Float64()))
		a := m.C * q * q * (1 + math.Pow(2, -54*random.Float64()))
		// b from just below to just above what lets the potential reach c at the next
		// arrival, or at its peak.
		b := min(m.C/nextY+a*nextY, 2*math.Sqrt(a*m.C)) * (1 + (random.Float64()-0.5)*math.Pow(2, -52*random.Float64()))
		if m.fires(a, b, q, nextY) {
			fired++
			least = min(least, b/(q*m.quietBelow())) // as integratePart tests it
		}
	}
	if fired < 100_000 || least < 1 {
		t.Errorf("%d spikes, the least b·Y is %v of the bound, want at least 1 in many", fired, least)
	}
	if least > 1.01 {
		t.Errorf("the least b·Y of a spike is %v of the bound: no case comes near it", least)
	}
}
