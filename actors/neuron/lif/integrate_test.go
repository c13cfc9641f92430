package lif_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// randomNeuron draws parameters, weights and input spikes, many of them
// simultaneous. Times are multiples of step.
func randomNeuron(seed uint64, step float64) (model.Parameters, []float64, []messages.Spike) {
	r := rand.New(rand.NewPCG(seed, 0x11f))
	p := model.Parameters{
		TauSyn:    0.05 + 0.1*r.Float64(),
		Threshold: 0.02 + 0.2*r.Float64(),
		Duration:  0.3,
		SpikeCap:  1 + r.IntN(30),
	}
	weights := make([]float64, 1+r.IntN(12))
	for j := range weights {
		weights[j] = 3*r.Float64() - 1
	}
	spikes := make([]messages.Spike, r.IntN(40))
	for n := range spikes {
		spikes[n].Source = int32(r.IntN(len(weights)))
		if n > 0 && r.IntN(3) == 0 {
			spikes[n].Time = spikes[n-1].Time
		} else {
			spikes[n].Time = step * float64(r.IntN(int(0.32/step)))
		}
	}
	slices.SortFunc(spikes, func(x, y messages.Spike) int {
		if x.Time != y.Time {
			return int(math.Copysign(1, x.Time-y.Time))
		}
		return int(x.Source - y.Source)
	})
	return p, weights, spikes
}

// literal is Section 2.1 word by word, with no thought of speed: it keeps all
// spikes, forms a and b anew for every test, and tests every condition.
func literal(p model.Parameters, weights []float64, spikes []messages.Spike) []float64 {
	tau := 2 * p.TauSyn
	c := p.Threshold / tau
	var own []float64
	for n := range spikes {
		if n+1 < len(spikes) && spikes[n+1].Time == spikes[n].Time {
			continue // the rest of the tie comes first
		}
		last, next := spikes[n].Time, p.Duration
		if n+1 < len(spikes) {
			next = math.Min(next, spikes[n+1].Time)
		}
		for len(own) < p.SpikeCap {
			var a, b float64
			for _, spike := range spikes[:n+1] {
				a += weights[spike.Source] * math.Exp(spike.Time/p.TauSyn)
				b += weights[spike.Source] * math.Exp(spike.Time/tau)
			}
			for _, fired := range own {
				b -= c * math.Exp(fired/tau)
			}
			if !(b*b-4*a*c > 0 && a > 0) {
				break
			}
			time := tau * math.Log(2*a/(b+math.Sqrt(b*b-4*a*c)))
			if !(last <= time && time <= next) {
				break
			}
			own = append(own, time)
			last = time
		}
	}
	return own
}

func TestEqualToTheLiteralFormula(t *testing.T) {
	total, several := 0, 0
	for seed := range uint64(3000) {
		p, weights, spikes := randomNeuron(seed, 0.002)
		want := literal(p, weights, spikes)
		got := integrate(t, p, weights, spikes...)
		if len(got) != len(want) {
			t.Fatalf("seed %d: %d spikes, want %d", seed, len(got), len(want))
		}
		for k := range want {
			if math.Abs(got[k].Time-want[k]) > 1e-9 {
				t.Fatalf("seed %d: spike %d at %.17g s, want %.17g", seed, k, got[k].Time, want[k])
			}
		}
		total += len(want)
		if len(want) > 1 {
			several++
		}
	}
	if total < 5000 || several < 500 {
		t.Errorf("only %d spikes, %d neurons with several: the comparison says little", total, several)
	}
}

// simulate steps the differential equations of the neuron,
//
//	dI/dt = −I/τs,   dv/dt = (I − v)/τ,   I += w at an arrival,   v −= c at a spike,
//
// which Eqs. 1 to 4 solve, with the classic Runge-Kutta method.
func simulate(p model.Parameters, weights []float64, spikes []messages.Spike, step float64) []float64 {
	tau := 2 * p.TauSyn
	c := p.Threshold / tau
	advance := func(current, v, h float64) (float64, float64) {
		slope := func(i, v float64) (float64, float64) { return -i / p.TauSyn, (i - v) / tau }
		i1, v1 := slope(current, v)
		i2, v2 := slope(current+h/2*i1, v+h/2*v1)
		i3, v3 := slope(current+h/2*i2, v+h/2*v2)
		i4, v4 := slope(current+h*i3, v+h*v3)
		return current + h/6*(i1+2*i2+2*i3+i4), v + h/6*(v1+2*v2+2*v3+v4)
	}
	var own []float64
	var current, v float64
	arrived := 0
	for n := 0; float64(n)*step < p.Duration-step/2; n++ {
		now := float64(n) * step
		for ; arrived < len(spikes) && spikes[arrived].Time < now+step/2; arrived++ {
			current += weights[spikes[arrived].Source]
		}
		for left := step; ; {
			nextCurrent, nextV := advance(current, v, left)
			if nextV < c {
				current, v = nextCurrent, nextV
				break
			}
			if len(own) == p.SpikeCap {
				return own
			}
			// Linear interpolation is good to the square of the step.
			part := left * (c - v) / (nextV - v)
			current, v = advance(current, v, part)
			v -= c
			left -= part
			own = append(own, now+step-left)
		}
	}
	return own
}

func TestEqualToTheDifferentialEquation(t *testing.T) {
	const step = 2e-5
	total := 0
	for seed := range uint64(60) {
		p, weights, spikes := randomNeuron(seed, step)
		ownSpikes := integrate(t, p, weights, spikes...)
		want := simulate(p, weights, spikes, step)
		if len(ownSpikes) != len(want) {
			t.Fatalf("seed %d: %d spikes, want %d", seed, len(ownSpikes), len(want))
		}
		for k, ownSpike := range ownSpikes {
			// The interpolation's error grows where the potential only grazes c.
			tolerance := 1e-8 / (1 - newModel(t, p).C/ownSpike.Current)
			if math.Abs(ownSpike.Time-want[k]) > tolerance {
				t.Errorf("seed %d: spike %d at %.12g s, want %.12g ± %.2g", seed, k, ownSpike.Time, want[k], tolerance)
			}
		}
		total += len(want)
	}
	if total < 100 {
		t.Errorf("only %d spikes: the comparison says little", total)
	}
}

// Weights are stored in single or double precision; the sums are the same.
func TestSinglePrecisionWeightsAreSummedInDouble(t *testing.T) {
	for seed := range uint64(200) {
		p, weights, spikes := randomNeuron(seed, 0.002)
		narrow := make([]float32, len(weights))
		for j := range weights {
			narrow[j] = float32(weights[j])
			weights[j] = float64(narrow[j])
		}
		m := newModel(t, p)
		input := newInput(m, spikes)
		want, got := lif.Integrate(m, weights, input, nil), lif.Integrate(m, narrow, input, nil)
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %+v, want %+v", seed, got, want)
		}
	}
}

// Neurons that share their arrivals give the bits of neurons with inputs of
// their own.
func TestTouchesGiveTheBitsOfAnOwnInput(t *testing.T) {
	compared := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 0x70c4))
		m := newModel(t, model.Parameters{TauSyn: 0.1, Threshold: 0.02 + 0.1*r.Float64(), Duration: 0.5, SpikeCap: 1 + r.IntN(20)})
		weights := make([]float64, 8)
		for j := range weights {
			weights[j] = 2.5*r.Float64() - 0.7
		}
		var shared, own model.SpikeTrain
		time := 0.0
		for n := range 30 {
			if r.IntN(3) > 0 {
				time += 0.02 * r.Float64()
			}
			spike := messages.Spike{Time: time, Source: int32(n), Grade: r.NormFloat64()}
			shared.Append(&spike, spike.Source, m.End())
			if r.IntN(2) == 0 {
				synapse := int32(r.IntN(len(weights)))
				shared.SynapticEvents = append(shared.SynapticEvents, model.SynapticEvent{Arrival: int32(n), Synapse: synapse})
				own.Append(&spike, synapse, m.End())
			}
		}
		m.Prepare(&shared, false)
		m.Prepare(&own, false)
		whole := model.Whole(&own)
		part := model.Part(&shared, 0, int32(len(shared.SynapticEvents)))
		want := lif.Integrate(m, weights, &whole, nil)
		if got := lif.Integrate(m, weights, &part, nil); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %+v, want %+v", seed, got, want)
		}
		compared += len(want)
		if got, want := model.Grades(weights, &part, want, 0.5, nil), model.Grades(weights, &whole, want, 0.5, nil); !slices.Equal(got, want) {
			t.Fatalf("seed %d: grades %v, want %v", seed, got, want)
		}
	}
	if compared < 1000 {
		t.Errorf("compared %d spikes, want at least 1000", compared)
	}
}
