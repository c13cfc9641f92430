package course

import (
	"math"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

// An arrival of weight 1 at a neuron with τm = 2 τs = 2: I = e^{−t}, v = e^{−t/2} − e^{−t}.
func TestACourseByHand(t *testing.T) {
	p := model.Parameters{TauSyn: 1, TauMem: 2}
	v, i := At(p, []Arrival{{0, 1}}, nil, []float64{0, math.Ln2, 2 * math.Ln2})
	for n, want := range []float64{0, math.Sqrt2/2 - 0.5, 0.25} {
		if math.Abs(v[n]-want) > 1e-12 {
			t.Errorf("potential %d is %v, want %v", n, v[n], want)
		}
	}
	if math.Abs(i[2]-0.25) > 1e-12 {
		t.Errorf("current %v, want 1/4", i[2])
	}
}

// Whatever arrives, the potential is at the threshold where either model fires, and below it between.
func TestACourseMeetsTheThresholdAtTheSpikes(t *testing.T) {
	fired := 0
	for seed := range uint64(40) {
		stream := rng.NewStream(seed, rng.Key{})
		p := model.Parameters{TauSyn: 0.01, TauMem: 0.02, Threshold: 1, Duration: 0.1, SpikeCap: 100}
		if seed%2 == 1 {
			p.Model, p.TauMem, p.Refractory, p.Current = "eventlif", 0.017, 0.003, 5
		}
		m, err := neuron.NewModel(p)
		if err != nil {
			t.Fatal(err)
		}
		var spikes []messages.Spike
		for s := range 40 {
			spikes = append(spikes, messages.Spike{Time: 0.1 * stream.Float64(), Source: int32(s)})
		}
		messages.SortSpikes(spikes)
		weights, arrivals := make([]float64, len(spikes)), []Arrival{}
		for i, spike := range spikes {
			weights[spike.Source] = 60 * (stream.Float64() - 0.2)
			arrivals = append(arrivals, Arrival{spikes[i].Time, weights[spike.Source]})
		}
		var train model.SpikeTrain
		train.Load(m, spikes)
		own := make([][]model.OwnSpike, 1)
		m.Float64().Integrate(weights, []model.Input{model.Whole(&train)}, nil, own)
		var times []float64
		for _, spike := range own[0] {
			times = append(times, spike.Time)
		}
		v, _ := At(p, arrivals, times, times)
		fired += len(v)
		for k := range v {
			if c := p.Threshold / p.TauMem; math.Abs(v[k]-c) > 1e-6*c {
				t.Errorf("seed %d: at spike %d of %d the potential is %v, want %v", seed, k, len(v), v[k], c)
			}
		}
	}
	if fired < 100 {
		t.Errorf("the neurons fired %d times, want 100 or more", fired)
	}
}
