package eventlif_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/eventlif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// random is a neuron with what reaches it in one sample.
type random struct {
	model   *eventlif.Model
	weights []float64
	spikes  []messages.Spike
}

// randomNeuron draws any two time constants, a refractory time in two of three cases, a
// constant current in five of eight, which makes the neuron fire by itself in two, a sample of
// up to 20,000 time constants, and bursts of arrivals, many of them simultaneous.
func randomNeuron(t testing.TB, seed uint64) random {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 0xeef))
	p := model.Parameters{TauSyn: 0.005, TauMem: 0.005 * []float64{0.1, 0.4, 0.9, 1.02, 2, 2, 3, 20}[r.IntN(8)], SpikeCap: 200}
	p.Refractory = []float64{0, 0.001 * r.Float64(), 0.02 * r.Float64()}[r.IntN(3)]
	p.Threshold = p.TauMem * (0.05 + 0.5*r.Float64())
	p.Duration = []float64{0.05, 0.5, 10}[r.IntN(3)]
	p.Current = p.Threshold / p.TauMem * []float64{0, 0, 0, 0.7, -1, 0.97, 1.1, 3}[r.IntN(8)]
	if r.IntN(10) == 0 {
		p.SpikeCap = 1 + r.IntN(5)
	}
	n := random{model: newModel(t, p), weights: make([]float64, 1+r.IntN(12))}
	for j := range n.weights {
		n.weights[j] = 2.5*r.Float64() - 0.8
	}
	n.spikes = make([]messages.Spike, r.IntN(120))
	for i := range n.spikes {
		n.spikes[i] = messages.Spike{Time: 1.02 * p.Duration * r.Float64(), Source: int32(r.IntN(len(n.weights)))}
		if i > 0 && r.IntN(4) > 0 { // bursts, in which a neuron with short time constants fires
			n.spikes[i].Time = n.spikes[i-1].Time + 0.003*r.Float64()*float64(r.IntN(2))
		}
	}
	slices.SortFunc(n.spikes, func(x, y messages.Spike) int {
		return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Source, y.Source))
	})
	return n
}

func newModel(t testing.TB, p model.Parameters) *eventlif.Model {
	t.Helper()
	m, err := eventlif.NewModel(p)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// input is the whole of what reaches the neuron.
func (n *random) input() model.Input { return load(n.model, n.spikes) }

func load(m model.Model, spikes []messages.Spike) model.Input {
	var train model.SpikeTrain
	train.Load(m, spikes)
	return model.Whole(&train)
}

// fire integrates the whole sample.
func (n *random) fire() []model.OwnSpike {
	in := n.input()
	dst := make([][]model.OwnSpike, 1)
	n.model.Float64().Integrate(n.weights, []model.Input{in}, nil, dst)
	return dst[0]
}

func largest(values []float64) float64 {
	most := 0.0
	for _, value := range values {
		most = max(most, math.Abs(value))
	}
	return most
}

// steepness bounds how much rounding in a spike's current grows in 1/(I − c).
func (n *random) steepness(ownSpikes []model.OwnSpike) float64 {
	most := 1.0
	for _, spike := range ownSpikes {
		most = max(most, spike.Current/(spike.Current-n.model.C))
	}
	return most
}

func (n *random) eligibility(form learning.Form, g learning.Gradient, ownSpikes []model.OwnSpike) []float64 {
	in, e := n.input(), make([]float64, len(n.weights))
	n.model.Accumulate(form, g, &in, ownSpikes, 1, e, &model.Scratch{})
	return e
}

// delays is what AccumulateDelays gives.
func (n *random) delays(g learning.Gradient, ownSpikes []model.OwnSpike) []float64 {
	in, e := n.input(), make([]float64, len(n.weights))
	accumulateDelays(n.model, g, n.weights, &in, ownSpikes, e)
	return e
}

func accumulateDelays(m *eventlif.Model, g learning.Gradient, weights []float64, in *model.Input, ownSpikes []model.OwnSpike, dst []float64) {
	m.Float64().(model.DelayKernel[float64]).AccumulateDelays(g, weights, in, ownSpikes, 1, dst)
}
