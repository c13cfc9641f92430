package eventlif_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/eventlif"
	"sfdfa-actors/actors/neuron/model"
)

// inWindows integrates a sample in windows that end at the cuts, in ascending order. With lazy
// set a window is left out in which nothing arrives and the neuron says that it does nothing.
func (n *random) inWindows(drive *eventlif.Drive, cuts []float64, lazy bool) (ownSpikes []model.OwnSpike, s eventlif.State, skipped int) {
	s = n.model.Start(drive)
	from := 0
	for _, until := range append(cuts, math.Inf(1)) {
		to := from
		for to < len(n.spikes) && n.spikes[to].Time < until {
			to++
		}
		if lazy && to == from && n.model.Next(&s) >= until {
			skipped++
			continue
		}
		in := load(n.model, n.spikes[from:to])
		before := len(ownSpikes)
		ownSpikes = eventlif.Advance(n.model, &s, n.weights, &in, drive, until, ownSpikes)
		for _, spike := range ownSpikes[before:] {
			if spike.Time >= until {
				ownSpikes = nil // the comparison fails
			}
		}
		from = to
	}
	return ownSpikes, s, skipped
}

// cutsOf draws up to 40 cuts, some of them where something happens.
func (n *random) cutsOf(r *rand.Rand, ownSpikes []model.OwnSpike) []float64 {
	cuts := make([]float64, r.IntN(40))
	for i := range cuts {
		cuts[i] = 1.1 * n.model.Duration * r.Float64()
		switch r.IntN(4) {
		case 0:
			if len(n.spikes) > 0 {
				cuts[i] = n.spikes[r.IntN(len(n.spikes))].Time
			}
		case 1, 2:
			if len(ownSpikes) > 0 {
				cuts[i] = ownSpikes[r.IntN(len(ownSpikes))].Time
				if r.IntN(2) == 0 {
					cuts[i] += n.model.Refractory
				}
				if r.IntN(2) == 0 {
					cuts[i] = math.Nextafter(cuts[i], math.Inf(1-2*r.IntN(2)))
				}
			}
		}
	}
	slices.Sort(cuts)
	return cuts
}

// However a sample is cut into windows, and whether windows without an event are left out: the
// own spikes and the state have the same bits.
func TestWindowsDoNotChangeTheBits(t *testing.T) {
	total, refractory, skipped, draws := 0, 0, 0, uint64(0)
	for seed := range uint64(2000) {
		n := randomNeuron(t, seed)
		r := rand.New(rand.NewPCG(seed, 0xc07))
		if seed%7 == 0 { // so strong that rounding is as large as the threshold, and many spikes are at one time
			for j := range n.weights {
				n.weights[j] *= 1e6
			}
		}
		if seed%11 == 0 { // it comes ever closer to the threshold
			p := n.model.Parameters
			p.Current = n.model.C
			n.model = newModel(t, p)
		}
		var drive *eventlif.Drive
		if seed%3 == 0 {
			drive = n.randomDrive(r)
		}
		want, end, _ := n.inWindows(drive, nil, false)
		if got := n.fire(); drive == nil && !slices.Equal(got, want) {
			t.Fatalf("seed %d: Integrate gives %v, Advance %v", seed, got, want)
		}
		draws += end.Draws
		total += len(want)
		if n.model.Refractory > 0 {
			refractory += len(want)
		}
		for round := range 6 {
			cuts := n.cutsOf(r, want)
			got, s, left := n.inWindows(drive, cuts, round%2 == 1)
			skipped += left
			if !slices.Equal(got, want) || s != end {
				t.Fatalf("seed %d, cut at %v:\n%v\n%+v, want\n%v\n%+v", seed, cuts, got, s, want, end)
			}
		}
	}
	if total < 15_000 || refractory < 5000 || skipped < 5000 || draws < 50_000 {
		t.Errorf("%d spikes, %d of refractory neurons, %d windows left out, %d arrivals of drives: the comparison says little",
			total, refractory, skipped, draws)
	}
}

// Next is never later than the spike that comes if nothing arrives, and not before the window's end.
func TestNextIsNotLaterThanTheSpike(t *testing.T) {
	fired, never := 0, 0
	for seed := range uint64(2000) {
		n := randomNeuron(t, seed)
		if len(n.spikes) == 0 {
			continue
		}
		s := n.model.Start(nil)
		half := n.spikes[len(n.spikes)/2].Time
		in := load(n.model, n.spikes[:len(n.spikes)/2])
		eventlif.Advance(n.model, &s, n.weights, &in, nil, half, nil)
		nothing := load(n.model, nil)
		next, before := n.model.Next(&s), s
		after := eventlif.Advance(n.model, &before, n.weights, &nothing, nil, math.Inf(1), nil)
		if s.Fired == n.model.SpikeCap && !math.IsInf(next, 1) {
			t.Errorf("seed %d: next is %v of a neuron that has fired as often as it may", seed, next)
		}
		switch {
		case len(after) > 0 && next > after[0].Time:
			t.Errorf("seed %d: next is %v, but the neuron fires at %v", seed, next, after[0].Time)
		case len(after) > 0:
			fired++
		case math.IsInf(next, 1):
			never++
		}
		if next < min(half, n.model.Duration) && len(n.spikes) > 1 && s.Fired < n.model.SpikeCap {
			t.Errorf("seed %d: next is %v, the window ends at %v", seed, next, half)
		}
	}
	if fired < 20 || never < 500 {
		t.Errorf("%d neurons fired and %d said that they never will: the comparison says little", fired, never)
	}
}

// Neurons that share a spike train give the bits of neurons with one of their own.
func TestPartsGiveTheBitsOfAnOwnInput(t *testing.T) {
	compared := 0
	for seed := range uint64(500) {
		n := randomNeuron(t, seed)
		r := rand.New(rand.NewPCG(seed, 0x9a7))
		whole := n.input()
		shared := *whole.SpikeTrain
		own := random{model: n.model, weights: n.weights}
		for i := range shared.Arrivals {
			if r.IntN(3) > 0 {
				shared.SynapticEvents = append(shared.SynapticEvents, model.SynapticEvent{Arrival: int32(i), Synapse: shared.Arrivals[i].Synapse})
				own.spikes = append(own.spikes, n.spikes[i])
			}
		}
		part := model.Part(&shared, 0, int32(len(shared.SynapticEvents)))
		want, s := own.fire(), n.model.Start(nil)
		if got := eventlif.Advance(n.model, &s, n.weights, &part, nil, math.Inf(1), nil); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
		compared += len(want)
	}
	if compared < 1000 {
		t.Errorf("compared %d spikes, want at least 1000", compared)
	}
}
