package rng

import (
	"math"
	"slices"
	"testing"
)

// A seed means the same numbers for ever.
func TestSequencesKeepTheirMeaning(t *testing.T) {
	s := NewSequence(1, Key{Purpose: Drive, Population: 2, Neuron: 3, Sample: 4})
	for n, want := range []float64{1.5635800647311293, 0.09636362536267228, 0.4117400841949368} {
		if got := s.Exponential(uint64(n)); math.Abs(got-want) > 1e-15 {
			t.Errorf("number %d is %v, want %v", n, got, want)
		}
	}
}

// Mean and variance of an exponential distribution are 1, and neighbours don't hang together, along
// a sequence and across sequences.
func TestNumbersAreExponential(t *testing.T) {
	const draws = 100_000
	for name, draw := range map[string]func(n int) float64{
		"along a sequence": func(n int) float64 { return NewSequence(3, Key{Purpose: Drive}).Exponential(uint64(n)) },
		"across sequences": func(n int) float64 { return NewSequence(3, Key{Purpose: Drive, Neuron: n}).Exponential(0) },
	} {
		var sum, squares, neighbours, previous float64
		rare := 0
		for n := range draws {
			x := draw(n) - 1
			sum += x
			squares += x * x
			neighbours += x * previous
			previous = x
			if x > 2 {
				rare++
			}
		}
		for what, deviation := range map[string]float64{
			"mean":                      sum / draws,
			"variance":                  squares/draws - 1,
			"correlation of neighbours": neighbours / draws,
			"part above 3":              float64(rare)/draws - math.Exp(-3),
		} {
			if math.Abs(deviation) > 12/math.Sqrt(draws) {
				t.Errorf("%s: %s is off by %v", name, what, deviation)
			}
		}
	}
}

// In each of many intervals, beyond the start of the tail too, are as many numbers as there should be, within five standard
// deviations.
func TestNumbersAreExponentialEverywhere(t *testing.T) {
	const draws = 2_000_000
	edges := []float64{0}
	for x := 0.001; x < 11; x *= 1.1 {
		edges = append(edges, x)
	}
	counts := make([]int, len(edges))
	s := NewSequence(7, Key{Purpose: Drive})
	for n := range uint64(draws) {
		at, found := slices.BinarySearch(edges, s.Exponential(n))
		if !found {
			at--
		}
		counts[at]++
	}
	for i, count := range counts {
		chance := math.Exp(-edges[i])
		if i+1 < len(edges) {
			chance -= math.Exp(-edges[i+1])
		}
		want := draws * chance
		if math.Abs(float64(count)-want) > 5*math.Sqrt(want)+1 {
			t.Errorf("%d numbers from %v on, want %.0f", count, edges[i], want)
		}
	}
}
