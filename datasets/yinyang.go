package datasets

import (
	"math"

	"sfdfa-actors/messages"
)

var yinYangEntry = entry{
	Description: Description{
		Name: "yinyang", Inputs: 5, Classes: 3, Train: 5000, Validation: 1000, Test: 1000,
		Origin:  "Kriener, Göltz, Petrovici 2022, generated bit for bit",
		Licence: "MIT",
	},
	open: openYinYang,
}

// Seeds of the published parts of the Yin-Yang data set.
const (
	YinYangTrainSeed      uint32 = 42
	YinYangValidationSeed uint32 = 41
	YinYangTestSeed       uint32 = 40
)

// Geometry of the Yin-Yang sign, which lies in the unit square.
const (
	yinYangRadius = 0.5
	yinYangDot    = 0.1
)

// yinYangBias is the input that fires at time 0 in every sample: latencies mean
// something only relative to another spike.
const yinYangBias = 4

// YinYangSample is one point of the Yin-Yang task.
type YinYangSample struct {
	// Values are x, y, 1−x and 1−y, each within [0, 1].
	Values [4]float64
	// Class is 0 (yin), 1 (yang) or 2 (dot).
	Class int
}

// GenerateYinYang draws n ≥ 0 samples. With the published seeds and sizes (5000
// for training, 1000 for validation and for test) they equal the published
// arrays bit for bit (Kriener, Göltz and Petrovici, "The Yin-Yang dataset", 2022).
func GenerateYinYang(seed uint32, n int) []YinYangSample {
	random := newMersenneTwister(seed)
	samples := make([]YinYangSample, n)
	for i := range samples {
		samples[i] = drawYinYang(random)
	}
	return samples
}

// drawYinYang draws the class first, then points until one is of that class, so
// that all classes are equally likely.
func drawYinYang(random *mersenneTwister) YinYangSample {
	goal := random.class()
	for {
		x := random.float64()
		y := random.float64()
		if distance(x, y, yinYangRadius) <= yinYangRadius && yinYangClass(x, y) == goal {
			return YinYangSample{[4]float64{x, y, 1 - x, 1 - y}, goal}
		}
	}
}

// yinYangClass classifies a point inside the big circle.
func yinYangClass(x, y float64) int {
	left, right := distance(x, y, 0.5*yinYangRadius), distance(x, y, 1.5*yinYangRadius)
	switch {
	case left < yinYangDot || right < yinYangDot:
		return 2
	case right <= yinYangDot,
		left > yinYangDot && left <= 0.5*yinYangRadius,
		y > yinYangRadius && right > 0.5*yinYangRadius:
		return 1
	}
	return 0
}

// distance is that from (x, y) to a point on the horizontal middle line. The
// conversions forbid fused multiply-add, which would round differently on some
// processors and move points across a border.
func distance(x, y, centre float64) float64 {
	dx, dy := x-centre, y-yinYangRadius
	return math.Sqrt(float64(dx*dx) + float64(dy*dy))
}

// yinYang is a Split of Yin-Yang samples: value v of input j fires at v·window.
type yinYang struct {
	samples []YinYangSample
	window  float64 // seconds
}

func openYinYang(e entry, options Options) (*Dataset, error) {
	generate := func(seed uint32, n int) Split {
		return &yinYang{GenerateYinYang(seed, n), options.EncodingWindow}
	}
	return &Dataset{
		Name: e.Name, Inputs: e.Inputs, Classes: e.Classes,
		Train:      generate(YinYangTrainSeed, e.Train),
		Validation: generate(YinYangValidationSeed, e.Validation),
		Test:       generate(YinYangTestSeed, e.Test),
	}, nil
}

// Len returns the number of samples.
func (s *yinYang) Len() int { return len(s.samples) }

// Label returns the class of sample i.
func (s *yinYang) Label(i int) int { return s.samples[i].Class }

// AppendSpikes appends the bias spike and the latencies of the four values,
// each put in its place among the few before it.
func (s *yinYang) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	values := s.samples[i].Values
	start := len(dst)
	for j, v := range values {
		dst = append(dst, messages.Spike{Time: v * s.window, Source: int32(j)})
		sink(dst[start:])
	}
	dst = append(dst, messages.Spike{Source: yinYangBias})
	sink(dst[start:])
	return dst
}

// sink moves the last spike forward to its place by (Time, Source) among the
// others, which are in order.
func sink(spikes []messages.Spike) {
	for k := len(spikes) - 1; k > 0; k-- {
		previous, spike := &spikes[k-1], &spikes[k]
		if previous.Time < spike.Time || previous.Time == spike.Time && previous.Source < spike.Source {
			return
		}
		*previous, *spike = *spike, *previous
	}
}
