package system_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// anyTau is a second neuron model, as docs/EXTENDING.md adds one: a leaky
// integrate-and-fire neuron with any two time constants,
//
//	τ dv/dt = −v + I,    τs dI/dt = −I
//
// where an arrival adds its weight to I. With k = τs/(τ − τs) and the sums a = Σ w·e^{t/τs}
// and b = Σ w·e^{t/τ} less the resets, v = k·(b·e^{−t/τ} − a·e^{−t/τs}). A spike is fired
// when v reaches c = ϑ/τ from below, and the reset takes c away. For τ = 2 τs it is lif.
type anyTau struct {
	model.Parameters
	c, k float64
}

func newAnyTau(p model.Parameters) (model.Model, error) {
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("any-tau: %w", err)
	}
	if p.TauMem == 0 || p.TauMem == p.TauSyn {
		return nil, fmt.Errorf("any-tau: membrane time constant is %v s, must be positive and other than the synaptic one, %v s", p.TauMem, p.TauSyn)
	}
	return &anyTau{p, p.Threshold / p.TauMem, p.TauSyn / (p.TauMem - p.TauSyn)}, nil
}

func (m *anyTau) End() float64                    { return m.Duration }
func (m *anyTau) Prepare(*model.SpikeTrain, bool) {} // Q stays the arrival's time
func (m *anyTau) NewPacked() model.Packed         { return nil }
func (m *anyTau) Float32() model.Kernel[float32]  { return anyTauKernel[float32]{m} }
func (m *anyTau) Float64() model.Kernel[float64]  { return anyTauKernel[float64]{m} }

// potential is v a time s after it was v, with the current I then.
func (m *anyTau) potential(v, current, s float64) float64 {
	b := current * m.k
	return (v+b)*math.Exp(-s/m.TauMem) - b*math.Exp(-s/m.TauSyn)
}

// crossing finds how long after v < c the potential reaches c, at the latest after limit.
// Only a current above c lets it, and then it rises up to a single peak.
func (m *anyTau) crossing(v, current, limit float64) (s float64, found bool) {
	if current <= m.c {
		return 0, false
	}
	b := current * m.k
	peak := math.Log(b*m.TauMem/((v+b)*m.TauSyn)) / (1/m.TauSyn - 1/m.TauMem)
	low, high := 0.0, limit
	if peak < limit { // false for no peak at all
		high = peak
	}
	if m.potential(v, current, high) < m.c {
		return 0, false
	}
	for {
		middle := low + (high-low)/2
		switch {
		case middle == low || middle == high:
			return high, true
		case m.potential(v, current, middle) < m.c:
			low = middle
		default:
			high = middle
		}
	}
}

func (m *anyTau) Adjoints(g learning.Gradient, ownSpikes []model.OwnSpike, errors []float64, pull float64, dst []model.Adjoint) {
	var a model.Adjoint
	for i := len(ownSpikes) - 1; i >= 0; i-- {
		spike, e := &ownSpikes[i], pull
		if i < len(errors) {
			e += errors[i]
		}
		f := m.TauMem * g.Inverse()(spike.Current, m.c)
		e -= m.c / (m.k * m.TauMem) * math.Exp(spike.Time/m.TauMem) * a.Beta // a later spike resets more
		a.Alpha += e * f * m.k * math.Exp(-spike.Time/m.TauSyn)
		a.Beta -= e * f * m.k * math.Exp(-spike.Time/m.TauMem)
		dst[i] = a
	}
}

func (m *anyTau) AccumulateAdjoints(input *model.Input, ownSpikes []model.OwnSpike, adjoints []model.Adjoint, dst []float64) {
	m.each(input, ownSpikes, adjoints, func(n int, synapse int32, ofSyn, ofMem float64) { dst[synapse] += ofSyn + ofMem })
}

// Accumulate has one form: the eligibility is what the adjoints give if every own spike
// has the error 1.
func (m *anyTau) Accumulate(_ learning.Form, g learning.Gradient, input *model.Input, ownSpikes []model.OwnSpike, scale float64, dst []float64, _ *model.Scratch) {
	adjoints := make([]model.Adjoint, len(ownSpikes))
	m.Adjoints(g, ownSpikes, nil, 1, adjoints)
	m.each(input, ownSpikes, adjoints, func(n int, synapse int32, ofSyn, ofMem float64) { dst[synapse] += scale * (ofSyn + ofMem) })
}

// each visits the arrivals that an own spike follows, with both parts of what they add.
func (m *anyTau) each(input *model.Input, ownSpikes []model.OwnSpike, adjoints []model.Adjoint, visit func(n int, synapse int32, ofSyn, ofMem float64)) {
	for i := range ownSpikes {
		for n := model.AppliedBefore(ownSpikes, i); n < ownSpikes[i].Applied; n++ {
			arrival, synapse := input.At(n)
			visit(n, synapse, adjoints[i].Alpha*math.Exp(arrival.Q/m.TauSyn), adjoints[i].Beta*math.Exp(arrival.Q/m.TauMem))
		}
	}
}

// anyTauKernel is the model with weights of type W.
type anyTauKernel[W learning.Float] struct{ *anyTau }

func (m anyTauKernel[W]) Integrate(weights []W, inputs []model.Input, _ model.Packed, dst [][]model.OwnSpike) {
	for i := range inputs {
		model.Prefetch(weights, inputs, i)
		dst[i] = m.integrate(weights, &inputs[i], dst[i])
	}
}

func (m anyTauKernel[W]) integrate(weights []W, input *model.Input, dst []model.OwnSpike) []model.OwnSpike {
	now, v, current := 0.0, 0.0, 0.0
	for n := range input.Len() {
		arrival, synapse := input.At(n)
		v, current = m.potential(v, current, arrival.Q-now), current*math.Exp((now-arrival.Q)/m.TauSyn)
		now, current = arrival.Q, current+float64(weights[synapse])
		next := m.Duration
		if n+1 < input.Len() {
			following, _ := input.At(n + 1)
			next = following.Q
		}
		for next > now && len(dst) < m.SpikeCap {
			s, found := m.crossing(v, current, next-now)
			if !found {
				break
			}
			now, v, current = now+s, 0, current*math.Exp(-s/m.TauSyn)
			dst = append(dst, model.OwnSpike{Time: now, Current: current, Applied: n + 1})
		}
	}
	return dst
}

// Peak is 0: nobody chooses thresholds for this model.
func (m anyTauKernel[W]) Peak([]W, *model.Input) float64 { return 0 }

func (m anyTauKernel[W]) HandBack(weights []W, input *model.Input, ownSpikes []model.OwnSpike, adjoints []model.Adjoint, dst []float64) {
	m.each(input, ownSpikes, adjoints, func(n int, synapse int32, ofSyn, ofMem float64) {
		if input.IsPart() {
			n = int(input.Events()[n].Arrival)
		}
		dst[n] += float64(weights[synapse]) * (ofSyn/m.TauSyn + ofMem/m.TauMem)
	})
}

// addAnyTau adds the model's row to the table for one test.
func addAnyTau(t *testing.T) {
	t.Helper()
	before := neuron.Models
	t.Cleanup(func() { neuron.Models = before })
	neuron.Models = append(slices.Clone(before), neuron.ModelEntry{
		Name: "any-tau", Summary: "leaky integrate-and-fire with any two time constants", New: newAnyTau,
	})
}

// A model in the table trains on both engines with the same bits, in all populations or
// beside another model.
func TestASecondModelTrainsOnBothEngines(t *testing.T) {
	addAnyTau(t)
	digests := map[messages.Digest]bool{}
	for seed := range uint64(16) {
		c := networktest.Random(seed)
		plain := onReference(t, c)
		for i := range c.Spec.Neurons {
			if p := &c.Spec.Neurons[i]; i == 0 || seed%2 == 0 {
				p.Model, p.TauMem = "any-tau", p.TauSyn*[]float64{0.6, 1.7, 4}[seed%3]
				if seed >= 8 {
					p.Model, p.Refractory = "eventlif", 0.01*float64(seed%4)
				}
			}
		}
		want := onReference(t, c)
		for _, transport := range []actors.Transport{actors.PacketTransport, actors.SpikeTransport} {
			compare(t, fmt.Sprintf("seed %d", seed), onActors(t, c, 2, transport), want)
		}
		if want.digest == plain.digest {
			t.Errorf("seed %d: the model changes nothing", seed)
		}
		digests[want.digest] = true
	}
	if len(digests) < 16 {
		t.Errorf("%d digests of 16 networks", len(digests))
	}
}

// A name that no row has is an error with the names that there are.
func TestAnUnknownModelIsNamed(t *testing.T) {
	c := networktest.Random(1)
	c.Spec.Neurons[0].Model = "any-tau"
	_, err := network.New(c.Spec)
	if err == nil || !strings.Contains(err.Error(), `unknown model "any-tau", allowed: lif`) {
		t.Errorf("error %v, want one that names the models", err)
	}
}

// With τ = 2 τs the second model is the first, up to rounding: spike times, gradients by
// weights and by arrival times.
func TestTheSecondModelWithTwiceTheTimeConstantIsLif(t *testing.T) {
	spikes := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 0x2a0))
		p := model.Parameters{TauSyn: 0.1, TauMem: 0.2, Threshold: 0.02 + 0.2*r.Float64(), Duration: 0.3, SpikeCap: 10}
		first, err := lif.NewModel(p)
		if err != nil {
			t.Fatal(err)
		}
		second, err := newAnyTau(p)
		if err != nil {
			t.Fatal(err)
		}
		weights := make([]float64, 8)
		arriving := make([]messages.Spike, 20)
		for j := range weights {
			weights[j] = 2*r.Float64() - 0.5
		}
		for n := range arriving {
			arriving[n] = messages.Spike{Time: 0.01 * float64(n), Source: int32(r.IntN(len(weights)))}
		}
		want, got := gradientsOf(first, weights, arriving), gradientsOf(second, weights, arriving)
		spikes += len(want[0])
		for i, name := range []string{"spike times", "eligibilities", "gradients by arrival time"} {
			if !slices.EqualFunc(got[i], want[i], func(x, y float64) bool { return math.Abs(x-y) <= 1e-9*max(1, math.Abs(y)) }) {
				t.Errorf("seed %d: %s %v, want %v", seed, name, got[i], want[i])
			}
		}
	}
	if spikes < 500 {
		t.Errorf("%d spikes: the comparison says little", spikes)
	}
}

// gradientsOf returns a neuron's spike times, eligibilities, and ∂(Σ T)/∂t of its arrivals.
func gradientsOf(m model.Model, weights []float64, arriving []messages.Spike) [3][]float64 {
	var train model.SpikeTrain
	train.Load(m, arriving)
	input, fired := model.Whole(&train), make([][]model.OwnSpike, 1)
	m.Float64().Integrate(weights, []model.Input{input}, nil, fired)
	result := [3][]float64{{}, make([]float64, len(weights)), make([]float64, len(train.Arrivals))}
	for _, spike := range fired[0] {
		result[0] = append(result[0], spike.Time)
	}
	m.Accumulate(learning.Fused, learning.Modified, &input, fired[0], 1, result[1], &model.Scratch{})
	adjoints := make([]model.Adjoint, len(fired[0]))
	m.Adjoints(learning.Modified, fired[0], nil, 1, adjoints)
	m.Float64().HandBack(weights, &input, fired[0], adjoints, result[2])
	return result
}
