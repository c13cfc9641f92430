package datasets

import (
	"math"
	"slices"
	"sync"

	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/internal/rng"
)

var randmanEntry = entry{
	Description: Description{
		Name: "randman", Inputs: 700, Classes: 20, Train: 4000, Validation: 1000, Test: 1000,
		Origin:  "generated: spike latencies on random smooth manifolds, after Zenke, Vogels 2021",
		Licence: "none needed",
	},
	open: openRandman,
}

// The Randman task (Zenke and Vogels, "The remarkable robustness of surrogate
// gradient learning", 2021): each class is a random smooth manifold in the space
// of all inputs' spike times. A sample is a random point of its class's manifold
// and every input fires once, so that spike counts say nothing about the class.
// Inputs and classes are as many as those of the spoken digits (SHD).
//
// Unit j of a class with a point x of a D-dimensional cube has the value
//
//	f_j(x) = Π_d Σ_i A·s_i·sin(2π(i·x_d·B + C)),  s_i = (i + 1)^−α,  i = 1 … K − 1
//
// with A, B and C drawn from [0, 1) for each j, d and i. The values of a unit over
// the samples of a class are spread over [0, 1], and that over the encoding
// window. This is the spectrum of the authors' NumPy code, without a constant
// term (i = 0).
const (
	randmanDimensions = 1   // D
	randmanSmoothness = 1.0 // α: larger is smoother, and easier
	randmanTerms      = 50  // K: from there on, s_i is below 2 %
)

// randmanSeed makes the task the same for every seed of a run.
const randmanSeed = 2

// randmanTasks holds the tasks made, by window: rules are compared on the same one, and it
// takes seconds to make.
var randmanTasks sync.Map

func openRandman(e entry, options Options) (*Dataset, error) {
	task, made := randmanTasks.Load(options.EncodingWindow)
	if !made {
		task, _ = randmanTasks.LoadOrStore(options.EncodingWindow, *makeRandman(e, options.EncodingWindow))
	}
	dataset := task.(Dataset) // a copy, which its user may limit
	return &dataset, nil
}

// makeRandman makes the task. Sample i is of class i modulo the number of classes; samples
// for validation come after those for training, and then those for the test.
func makeRandman(e entry, window float64) *Dataset {
	points := make([][]float64, e.Train+e.Validation+e.Test) // by sample, the values of all units
	parallel.Do(e.Classes, func(class int) {
		manifold := newManifold(class, e.Inputs)
		for i := class; i < len(points); i += e.Classes {
			points[i] = manifold.at(samplePoint(i))
		}
		spread(points, class, e.Classes)
	})
	part := func(first, samples int) Split {
		return latencies(points[first:first+samples], first, e.Classes, window)
	}
	return &Dataset{
		Name: e.Name, Inputs: e.Inputs, Classes: e.Classes,
		Train: part(0, e.Train), Validation: part(e.Train, e.Validation), Test: part(e.Train+e.Validation, e.Test),
	}
}

// manifold holds the terms of all units of a class.
type manifold struct {
	units int
	terms [][randmanDimensions][]wave // by unit and dimension
}

// wave is one term: amplitude·sin(2π(frequency·x + phase)).
type wave struct{ amplitude, frequency, phase float64 }

func newManifold(class, units int) *manifold {
	m := &manifold{units: units, terms: make([][randmanDimensions][]wave, units)}
	stream := rng.NewStream(randmanSeed, rng.Key{Purpose: rng.TaskTemplate, Neuron: class})
	for unit := range m.terms {
		for d := range m.terms[unit] {
			for i := 1; i < randmanTerms; i++ {
				scale := math.Pow(float64(i+1), -randmanSmoothness)
				m.terms[unit][d] = append(m.terms[unit][d], wave{
					amplitude: scale * stream.Float64(), frequency: float64(i) * stream.Float64(), phase: stream.Float64(),
				})
			}
		}
	}
	return m
}

// samplePoint draws the point of sample i in the unit cube.
func samplePoint(i int) (x [randmanDimensions]float64) {
	stream := rng.NewStream(randmanSeed, rng.Key{Purpose: rng.TaskSample, Sample: uint64(i)})
	for d := range x {
		x[d] = stream.Float64()
	}
	return x
}

// at returns the values of all units at a point.
func (m *manifold) at(x [randmanDimensions]float64) []float64 {
	values := make([]float64, m.units)
	for unit := range values {
		product := 1.0
		for d, waves := range m.terms[unit] {
			sum := 0.0
			for _, w := range waves {
				sum += w.amplitude * math.Sin(2*math.Pi*(w.frequency*x[d]+w.phase))
			}
			product *= sum
		}
		values[unit] = product
	}
	return values
}

// spread stretches each unit's values over the samples of a class to [0, 1].
func spread(points [][]float64, class, classes int) {
	for unit := range points[class] {
		low, high := math.Inf(1), math.Inf(-1)
		for i := class; i < len(points); i += classes {
			low, high = min(low, points[i][unit]), max(high, points[i][unit])
		}
		for i := class; i < len(points); i += classes {
			points[i][unit] = (points[i][unit] - low) / (high - low)
		}
	}
}

// latencies turns values from 0 to 1 into one spike of each unit, from 0 to the
// window. The first point is of sample number first.
func latencies(points [][]float64, first, classes int, window float64) *trains[float32, uint16] {
	s := &trains[float32, uint16]{offsets: make([]int64, 1, len(points)+1)}
	for i, values := range points {
		s.labels = append(s.labels, int32((first+i)%classes))
		s.times, s.units = slices.Grow(s.times, len(values)), slices.Grow(s.units, len(values))
		for unit, value := range values {
			s.times, s.units = append(s.times, float32(window*value)), append(s.units, uint16(unit))
		}
		s.offsets = append(s.offsets, int64(len(s.times)))
	}
	s.order()
	return s
}
