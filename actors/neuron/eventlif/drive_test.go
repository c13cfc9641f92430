package eventlif_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron/eventlif"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

// randomDrive draws a drive with some hundred arrivals.
func (n *random) randomDrive(r *rand.Rand) *eventlif.Drive {
	return &eventlif.Drive{
		Rate: 200 * (0.5 + r.Float64()) / n.model.Duration, Weight: 0.5 - 0.1*float64(r.IntN(8)),
		Gaps: rng.NewSequence(r.Uint64(), rng.Key{Purpose: rng.Drive, Neuron: 7}),
	}
}

// A drive is what arrivals at the same times through one more synapse are, up to rounding.
func TestADriveIsArrivals(t *testing.T) {
	total := 0
	for seed := range uint64(500) {
		n := randomNeuron(t, seed)
		drive := n.randomDrive(rand.New(rand.NewPCG(seed, 0xd1)))
		got, s, _ := n.inWindows(drive, nil, false)
		own := random{model: n.model, weights: append([]float64{drive.Weight}, n.weights...)}
		time, rest := 0.0, n.spikes
		for draw := range s.Draws {
			time += drive.Gaps.Exponential(draw) / drive.Rate
			for ; len(rest) > 0 && rest[0].Time < time; rest = rest[1:] {
				own.spikes = append(own.spikes, messages.Spike{Time: rest[0].Time, Source: rest[0].Source + 1})
			}
			own.spikes = append(own.spikes, messages.Spike{Time: time})
		}
		want := own.fire()
		if len(got) != len(want) {
			t.Fatalf("seed %d: %d spikes, want %d", seed, len(got), len(want))
		}
		for k := range want {
			tolerance := 1e-12 * max(1, n.model.Duration) * math.Pow(n.steepness(want), 2)
			if math.Abs(got[k].Time-want[k].Time) > tolerance || math.Abs(got[k].Y-want[k].Y) > 1e-8*n.steepness(want) {
				t.Fatalf("seed %d: own spike %d is %+v, want %+v", seed, k, got[k], want[k])
			}
		}
		total += len(want)
	}
	if total < 5000 {
		t.Errorf("only %d spikes: the comparison says little", total)
	}
}

// A drive has its rate: without a threshold in reach its arrivals are those of a Poisson process.
func TestADriveHasItsRate(t *testing.T) {
	n := randomNeuron(t, 1)
	p := n.model.Parameters
	p.Threshold, p.Duration = 1e9, 100
	n = random{model: newModel(t, p)}
	const rate = 1000
	drive := &eventlif.Drive{Rate: rate, Weight: 0.1, Gaps: rng.NewSequence(5, rng.Key{Purpose: rng.Drive})}
	_, s, _ := n.inWindows(drive, nil, false)
	if got, want := float64(s.Draws), rate*p.Duration; math.Abs(got-want) > 5*math.Sqrt(want) {
		t.Errorf("%v arrivals in %v s, want %v ± %.0f", got, p.Duration, want, math.Sqrt(want))
	}
}
