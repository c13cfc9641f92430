package rng

import (
	"math"
	"testing"
)

// The first numbers of each purpose are pinned: a seed means the same run for
// ever, and a change of these values is a change of every published result.
func TestSeedsKeepTheirMeaning(t *testing.T) {
	want := map[Purpose][2]uint64{
		InitialWeights:  {0x4627caaf40a718a8, 0xe8dfef0589989f0e},
		InitialFeedback: {0xc0e0fefbd0cd21f7, 0x957fad3065c0d5c4},
		Connectivity:    {0x714d816688a8300c, 0x6d2fe5b22396a265},
		Perturbation:    {0x957cdd90fd09dac8, 0x11d7b4059b15cb64},
		SampleOrder:     {0xed822b14613744a8, 0xbdfaef937692dd76},
	}
	for purpose, values := range want {
		s := NewStream(1, Key{Purpose: purpose, Population: 2, Neuron: 3, Sample: 4})
		for i, value := range values {
			if got := s.Uint64(); got != value {
				t.Errorf("purpose %d, draw %d: got %#x, want %#x", purpose, i, got, value)
			}
		}
	}
}

func TestResetRepeatsTheStream(t *testing.T) {
	key := Key{Purpose: Perturbation, Population: 1, Neuron: 7, Sample: 99}
	s := NewStream(5, key)
	first := s.NormFloat64()
	s.Uint64()
	s.Reset(5, key)
	if again := s.NormFloat64(); again != first {
		t.Errorf("after Reset: got %v, want %v", again, first)
	}
}

func TestKeysDoNotShareStreams(t *testing.T) {
	seen := map[uint64]string{}
	check := func(name string, seed uint64, key Key) {
		value := NewStream(seed, key).Uint64()
		if other, clash := seen[value]; clash {
			t.Errorf("%s draws the same number as %s", name, other)
		}
		seen[value] = name
	}
	base := Key{Purpose: Perturbation, Population: 1, Neuron: 2, Sample: 3}
	check("base", 1, base)
	check("other seed", 2, base)
	check("other purpose", 1, Key{Connectivity, 1, 2, 3})
	check("other population", 1, Key{Perturbation, 2, 2, 3})
	check("other neuron", 1, Key{Perturbation, 1, 3, 3})
	check("other sample", 1, Key{Perturbation, 1, 2, 4})
	check("fields swapped", 1, Key{Perturbation, 2, 1, 3})
}

// ξ ~ N(0, 1): the feedback estimate E[d ξ] rests on mean 0 and variance 1
// across neurons and samples, that is across streams and not along one.
func TestPerturbationsAreStandardNormal(t *testing.T) {
	const draws = 40_000
	var sum, squares, neighbours, previous float64
	s := NewStream(0, Key{})
	for i := range draws {
		s.Reset(3, Key{Purpose: Perturbation, Population: 1, Neuron: i % 200, Sample: uint64(i / 200)})
		x := s.NormFloat64()
		sum += x
		squares += x * x
		neighbours += x * previous
		previous = x
	}
	tolerance := 5 / math.Sqrt(draws)
	for name, deviation := range map[string]float64{
		"mean":                      sum / draws,
		"variance - 1":              squares/draws - 1,
		"correlation of neighbours": neighbours / draws,
	} {
		if math.Abs(deviation) > 2*tolerance {
			t.Errorf("%s is %.4f, want within %.4f of 0", name, deviation, 2*tolerance)
		}
	}
}
