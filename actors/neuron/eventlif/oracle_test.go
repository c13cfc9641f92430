package eventlif_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// oracle is the neuron once more, with no thought of speed: potential and current since the last event,
// and spike times by bisection.
type oracle struct {
	model.Parameters
	now, v, current, held float64 // held is the end of refractoriness
	fired                 []float64
}

func (o *oracle) after(s float64) (v, current float64) {
	b, u := o.current*o.TauSyn/(o.TauMem-o.TauSyn), o.Current
	return u + (o.v-u+b)*math.Exp(-s/o.TauMem) - b*math.Exp(-s/o.TauSyn), o.current * math.Exp(-s/o.TauSyn)
}

// first is the first float64 up to high for which a property holds that stays once it has come.
func first(high float64, holds func(float64) bool) float64 {
	for low := 0.0; ; {
		middle := low + (high-low)/2
		switch {
		case middle <= low || middle >= high:
			return high
		case holds(middle):
			high = middle
		default:
			low = middle
		}
	}
}

// crossing returns how long after now v reaches the threshold, if it does so up to the limit.
func (o *oracle) crossing(limit float64) (float64, bool) {
	reached := func(s float64) bool { v, _ := o.after(s); return v >= o.Threshold/o.TauMem }
	falls := func(s float64) bool { v, current := o.after(s); return current+o.Current <= v }
	if !reached(limit) {
		if falls(0) || !falls(limit) {
			return 0, false
		}
		if limit = first(limit, falls); !reached(limit) { // the peak
			return 0, false
		}
	}
	return first(limit, reached), true
}

// advance lets the neuron alone up to a time.
func (o *oracle) advance(t float64) {
	for o.now < t {
		if o.now < o.held {
			end := min(t, o.held)
			_, o.current = o.after(end - o.now)
			o.v, o.now = 0, end
			continue
		}
		s, found := o.crossing(t - o.now)
		if !found || len(o.fired) == o.SpikeCap {
			o.v, o.current = o.after(t - o.now)
			o.now = t
			return
		}
		_, o.current = o.after(s)
		o.now += s
		o.v, o.held = 0, o.now+o.Refractory
		o.fired = append(o.fired, o.now)
	}
}

func consult(p model.Parameters, weights []float64, spikes []messages.Spike) []float64 {
	o := oracle{Parameters: p}
	for _, spike := range spikes {
		if spike.Time <= p.Duration {
			o.advance(spike.Time)
			o.current += weights[spike.Source]
		}
	}
	o.advance(p.Duration)
	return o.fired
}

func TestSpikeTimesAreThoseOfTheOracle(t *testing.T) {
	total, differ := 0, 0
	for seed := range uint64(2000) {
		n := randomNeuron(t, seed)
		got, want := n.fire(), consult(n.model.Parameters, n.weights, n.spikes)
		if len(got) != len(want) {
			if differ++; differ > 2 { // a graze may go either way
				t.Errorf("seed %d: %d spikes, want %d", seed, len(got), len(want))
			}
			continue
		}
		tolerance := 1e-13 * max(1, n.model.Duration) * math.Pow(n.steepness(got), 2)
		for k := range got {
			if math.Abs(got[k].Time-want[k]) > tolerance {
				t.Errorf("seed %d: spike %d at %.17g s, want %.17g ± %.2g", seed, k, got[k].Time, want[k], tolerance)
				break
			}
		}
		total += len(got)
	}
	if total < 10_000 {
		t.Errorf("only %d spikes: the comparison says little", total)
	}
}

// With τm = 2 τs and no refractory time the neuron is that of package lif.
func TestWithTwiceTheTimeConstantItIsLif(t *testing.T) {
	total := 0
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 0x11f2))
		p := model.Parameters{TauSyn: 0.05 + 0.1*r.Float64(), Threshold: 0.02 + 0.2*r.Float64(), Duration: 0.3, SpikeCap: 1 + r.IntN(30)}
		first, err := lif.NewModel(p)
		if err != nil {
			t.Fatal(err)
		}
		second := newModel(t, p)
		weights, spikes := make([]float64, 1+r.IntN(12)), make([]messages.Spike, 30)
		for j := range weights {
			weights[j] = 2.5*r.Float64() - 0.7
		}
		for i := range spikes {
			spikes[i] = messages.Spike{Time: 0.01 * float64(i-i%3), Source: int32(r.IntN(len(weights)))}
		}
		want, got := derivativesOf(first, weights, spikes), derivativesOf(second, weights, spikes)
		if len(got[0]) != len(want[0]) {
			t.Fatalf("seed %d: %d spikes, want %d", seed, len(got[0]), len(want[0]))
		}
		total += len(want[0])
		for i, name := range []string{"spike time", "eligibility", "gradient by weight", "gradient by time"} {
			tolerance := 1e-9 * max(1, largest(want[i]))
			if i == 0 {
				tolerance = 1e-12
			}
			for k := range want[i] {
				if !(math.Abs(got[i][k]-want[i][k]) <= tolerance) {
					t.Errorf("seed %d: %s %d is %.17g, want %.17g", seed, name, k, got[i][k], want[i][k])
				}
			}
		}
	}
	if total < 5000 {
		t.Errorf("only %d spikes: the comparison says little", total)
	}
}

// derivativesOf returns spike times, eligibilities, and what back-propagation makes of errors 1, 2, 1, 2, ….
func derivativesOf(m model.Model, weights []float64, spikes []messages.Spike) [4][]float64 {
	in, fired := load(m, spikes), make([][]model.OwnSpike, 1)
	m.Float64().Integrate(weights, []model.Input{in}, nil, fired)
	result := [4][]float64{{}, make([]float64, len(weights)), make([]float64, len(weights)), make([]float64, len(in.Arrivals))}
	adjoints, errors := make([]model.Adjoint, len(fired[0])), make([]float64, len(fired[0]))
	for k, spike := range fired[0] {
		result[0] = append(result[0], spike.Time)
		errors[k] = 1 + float64(k%2)
	}
	m.Accumulate(learning.Fused, learning.Modified, &in, fired[0], 1, result[1], &model.Scratch{})
	m.Adjoints(learning.Modified, fired[0], errors, 0, adjoints)
	m.AccumulateAdjoints(&in, fired[0], adjoints, result[2])
	m.Float64().HandBack(weights, &in, fired[0], adjoints, result[3])
	return result
}
