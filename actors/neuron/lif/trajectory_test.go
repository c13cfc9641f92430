package lif_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// One input spike of weight 1 at 0 gives v = y − y² and I = y²; with c = 3/16 it is
// fired at y = 3/4, where I = 9/16, and leaves b = a·y = 3/4: v = ¾·y − y².
func TestATrajectoryByHand(t *testing.T) {
	m := newModel(t, model.Parameters{TauSyn: 0.1, Threshold: 0.0375, Duration: 0.3, SpikeCap: 8})
	var v model.SpikeTrain
	v.Load(m, []messages.Spike{{Time: 0}})
	in := model.Whole(&v)
	ownSpikes := lif.Integrate(m, []float64{1}, &in, nil)
	if len(ownSpikes) != 1 {
		t.Fatalf("%d spikes, want 1", len(ownSpikes))
	}
	at := func(y float64) float64 { return -m.TauMem * math.Log(y) }
	for i, moment := range lif.Trajectory(m, []float64{1}, &in, ownSpikes, []float64{0, at(0.8), ownSpikes[0].Time, at(0.5), at(0.3)}) {
		y := []float64{1, 0.8, 0.75, 0.5, 0.3}[i]
		b := []float64{1, 1, 1, 0.75, 0.75}[i]
		if want := b*y - y*y; math.Abs(moment.Potential-want) > 1e-15 || math.Abs(moment.Current-y*y) > 1e-15 {
			t.Errorf("at y = %v: v = %v and I = %v, want %v and %v", y, moment.Potential, moment.Current, want, y*y)
		}
	}
}

// At its spikes a neuron is at the threshold with the current that Integrate says;
// just after them at 0; and it is above the threshold at no other time. SynapticEvents,
// simultaneous arrivals and bursts included.
func TestATrajectoryMeetsTheThresholdAtTheSpikes(t *testing.T) {
	spikes := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		m := newModel(t, model.Parameters{TauSyn: 0.02, Threshold: 0.01, Duration: 0.2, SpikeCap: 100})
		var arrivals []messages.Spike
		for range 12 {
			arrivals = append(arrivals, messages.Spike{Time: float64(r.IntN(15)) * 0.01, Source: int32(r.IntN(3))})
		}
		slices.SortStableFunc(arrivals, func(x, y messages.Spike) int {
			return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Source, y.Source))
		})
		weights := []float64{2 * r.Float64(), 2*r.Float64() - 1, 3 * r.Float64()}
		var v model.SpikeTrain
		v.Load(m, arrivals)
		in := model.Whole(&v)
		if seed%2 == 1 {
			for n := range v.Arrivals {
				if n%3 > 0 {
					v.SynapticEvents = append(v.SynapticEvents, model.SynapticEvent{Arrival: int32(n), Synapse: v.Arrivals[n].Synapse})
				}
			}
			in = model.Part(&v, 0, int32(len(v.SynapticEvents)))
		}
		ownSpikes := lif.Integrate(m, weights, &in, nil)
		times, own := []float64{}, map[float64]int{}
		for k, ownSpike := range ownSpikes {
			times, own[ownSpike.Time] = append(times, ownSpike.Time, math.Nextafter(ownSpike.Time, 1)), k
		}
		for n := range 500 {
			times = append(times, m.Duration*float64(n)/500)
		}
		slices.Sort(times)
		reset := false
		for _, moment := range lif.Trajectory(m, weights, &in, ownSpikes, times) {
			k, fires := own[moment.Time]
			switch {
			case fires && (math.Abs(moment.Potential-m.C) > 1e-10 || math.Abs(moment.Current-ownSpikes[k].Current) > 1e-10):
				t.Errorf("seed %d: v = %v and I = %v at spike %d, want c = %v and %v", seed, moment.Potential, moment.Current, k, m.C, ownSpikes[k].Current)
			case reset && math.Abs(moment.Potential) > 1e-10:
				t.Errorf("seed %d: v = %v after a spike, want 0", seed, moment.Potential)
			case !fires && moment.Potential > m.C+1e-10:
				t.Errorf("seed %d: v = %v at %v s, above c = %v without a spike", seed, moment.Potential, moment.Time, m.C)
			}
			if reset = fires; fires {
				spikes++
			}
		}
	}
	if spikes < 1000 {
		t.Errorf("only %d spikes", spikes)
	}
}
