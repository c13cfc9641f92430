package lif

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// randomSamples draws samples of 0 to 60 spikes over the synapses, a third
// of them simultaneous with the one before, some after the end of the sample.
func randomSamples(r *rand.Rand, synapses int) [][]messages.Spike {
	samples := make([][]messages.Spike, r.IntN(12))
	for s := range samples {
		spikes := make([]messages.Spike, r.IntN(60))
		time := 0.0
		for n := range spikes {
			if r.IntN(3) > 0 {
				time += 0.012 * r.Float64()
			}
			spikes[n] = messages.Spike{Time: time, Grade: float64(s % 2), Source: int32(r.IntN(synapses))}
		}
		samples[s] = spikes
	}
	return samples
}

func randomWeights[W learning.Float](r *rand.Rand, synapses int) []W {
	weights := make([]W, synapses)
	for j := range weights {
		weights[j] = W(2.5*r.Float64() - 0.9)
	}
	return weights
}

// Four samples side by side, and one alone, fire the bits that Integrate fires, however
// many there are and whatever their lengths, up to the cap, and whatever their spike trains held
// before.
func TestPackedSamplesGiveTheBitsOfOneByOne(t *testing.T) {
	t.Run("float32", packedGiveTheBits[float32])
	t.Run("float64", packedGiveTheBits[float64])
}

func packedGiveTheBits[W learning.Float](t *testing.T) {
	var packed PackedSamples // used again and again, as a core does
	var used [12]model.SpikeTrain
	spikes, capped := 0, 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 0x9ad))
		m, err := NewModel(model.Parameters{TauSyn: 0.05 + 0.1*r.Float64(), Threshold: 0.02 + 0.2*r.Float64(), Duration: 0.3, SpikeCap: 1 + r.IntN(12)})
		if err != nil {
			t.Fatal(err)
		}
		synapses := 1 + r.IntN(20)
		samples := randomSamples(r, synapses)
		trains := used[:len(samples)]
		for s := range trains {
			trains[s].Prefetch(len(samples[s]))
			trains[s].LoadPacked(m, samples[s])
		}
		weights := randomWeights[W](r, synapses)
		packed.model = m
		packed.Fill(trains)
		got := make([][]model.OwnSpike, len(trains))
		IntegratePacked(m, weights, &packed, got)
		for s := range trains {
			var train model.SpikeTrain
			train.Load(m, samples[s])
			input := model.Whole(&train)
			want := Integrate(m, weights, &input, nil)
			if !slices.Equal(got[s], want) {
				t.Fatalf("seed %d, sample %d of %d: %+v, want %+v", seed, s, len(trains), got[s], want)
			}
			spikes += len(want)
			if len(want) == m.SpikeCap {
				capped++
			}
		}
	}
	if spikes < 10_000 || capped < 300 {
		t.Errorf("%d spikes, %d samples that reached the cap: the comparison says little", spikes, capped)
	}
}

// randomSteps draws n steps whose arrivals come through the synapses.
func randomSteps(r *rand.Rand, n, synapses int) []step {
	steps := make([]step, n)
	for n := range steps {
		for lane := range lanes {
			steps[n].q[lane], steps[n].nextY[lane], steps[n].reach[lane] = 1+r.Float64(), r.Float64(), r.NormFloat64()
			steps[n].synapse[lane] = int32(r.IntN(synapses))
		}
	}
	return steps
}

// The assembly stops where the plain form stops, with the same bits.
func TestAdvanceIsAdvancePlain(t *testing.T) {
	if !PackingPays {
		t.Skip("this CPU runs the plain form")
	}
	t.Run("float32", advanceIsPlain[float32])
	t.Run("float64", advanceIsPlain[float64])
}

func advanceIsPlain[W learning.Float](t *testing.T) {
	stops := 0
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 0xad7))
		weights := randomWeights[W](r, 1+r.IntN(30))
		steps := randomSteps(r, 1+r.IntN(40), len(weights))
		var start sums
		for lane := range lanes {
			start.a[lane], start.b[lane] = r.NormFloat64(), r.NormFloat64()
		}
		c := 20 * r.Float64()
		want, got := start, start
		wantApplied := advancePlain(weights, steps, c, &want)
		gotApplied := advance(weights, steps, c, &got)
		if gotApplied != wantApplied || got != want {
			t.Fatalf("seed %d: %d steps to %v, want %d to %v", seed, gotApplied, got, wantApplied, want)
		}
		if wantApplied < len(steps) {
			stops++
		}
	}
	if stops < 200 || stops > 1800 {
		t.Errorf("%d of 2000 stopped before the end: the comparison says little", stops)
	}
}

// With four arrivals of one spike train in a step, too, the assembly stops where the plain form stops, and the plain
// form adds up what the equations of doc.go say, up to the step in which a spike may come.
func TestAdvanceAloneIsAdvanceAlonePlain(t *testing.T) {
	t.Run("float32", advanceAloneIsPlain[float32])
	t.Run("float64", advanceAloneIsPlain[float64])
}

func advanceAloneIsPlain[W learning.Float](t *testing.T) {
	stops := 0
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 0xa10))
		weights := randomWeights[W](r, 1+r.IntN(30))
		steps := randomSteps(r, r.IntN(30), len(weights))
		start := sum{a: r.NormFloat64(), b: r.NormFloat64()}
		c := 25 * r.Float64()
		want, got := start, start
		wantApplied := advanceAlonePlain(weights, steps, c, &want)
		gotApplied := advanceAlone(weights, steps, c, &got)
		if gotApplied != wantApplied || got != want {
			t.Fatalf("seed %d: %d steps to %v, want %d to %v", seed, gotApplied, got, wantApplied, want)
		}
		added := start
		for n := range wantApplied {
			for lane := range lanes {
				current := float64(weights[steps[n].synapse[lane]]) * steps[n].q[lane]
				added.a += float64(current * steps[n].q[lane])
				added.b += current
			}
		}
		if added != want {
			t.Fatalf("seed %d: the sums of %d steps are %v, want %v", seed, wantApplied, want, added)
		}
		if wantApplied < len(steps) {
			stops++
		}
	}
	if stops < 200 || stops > 1800 {
		t.Errorf("%d of 2000 stopped before the end: the comparison says little", stops)
	}
}

// A synapse that the neuron does not have is a fault, not a read past its end.
func TestPackedSamplesStayInsideTheWeights(t *testing.T) {
	m, err := NewModel(model.Parameters{TauSyn: 0.1, Threshold: 0.1, Duration: 0.3, SpikeCap: 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, samples := range []int{1, lanes} {
		trains := make([]model.SpikeTrain, samples)
		trains[samples-1].Load(m, []messages.Spike{{Source: 5}})
		packed := PackedSamples{model: m}
		packed.Fill(trains)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%d samples: synapse 5 of a neuron with 5 synapses was read", samples)
				}
			}()
			IntegratePacked(m, make([]float32, 5), &packed, make([][]model.OwnSpike, samples))
		}()
	}
}

// A spike train that was loaded for packed samples alone is not integrated by itself with what it held before.
func TestIntegrateNeedsGaps(t *testing.T) {
	m, err := NewModel(model.Parameters{TauSyn: 0.1, Threshold: 0.1, Duration: 0.3, SpikeCap: 3})
	if err != nil {
		t.Fatal(err)
	}
	var train model.SpikeTrain
	train.Load(m, make([]messages.Spike, 3))
	train.LoadPacked(m, make([]messages.Spike, 2))
	defer func() {
		if recover() == nil {
			t.Error("arrivals without gaps were integrated")
		}
	}()
	input := model.Whole(&train)
	Integrate(m, make([]float32, 1), &input, nil)
}
