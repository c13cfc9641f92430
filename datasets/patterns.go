package datasets

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"
	"unsafe"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

var patternsEntry = entry{
	Description: Description{
		Name: "patterns", Inputs: 1000, Classes: 10, Train: 10000, Test: 1000,
		Origin:  "generated: random spike patterns, for networks of any size",
		Licence: "none needed",
	},
	open: openPatterns,
}

// The patterns task: each class is one spike pattern, in which an input fires
// once or not at all. A sample is its class's pattern with some spikes left out
// and the others shifted.
const (
	patternActive  = 0.2  // probability that an input takes part in a pattern
	patternMissing = 0.1  // probability that a sample leaves a spike out
	patternJitter  = 0.05 // standard deviation of the shifts, in encoding windows
)

// patternSeed makes the task the same for every seed of a run.
const patternSeed = 1

// patternInputs bounds the number of inputs: a source index has 32 bits.
const patternInputs = math.MaxInt32

// PatternsMemory is about how many bytes the data set "patterns" takes with that number of inputs.
func PatternsMemory(inputs int) float64 {
	return patternActive * float64(inputs) * float64(patternsEntry.Classes) * float64(unsafe.Sizeof(messages.Spike{}))
}

// patterns is one part of the task. Samples are drawn when they are asked for,
// each from a stream of its own, so that a part takes no memory.
type patterns struct {
	window    float64
	templates [][]messages.Spike // by class, ordered by source
	first     int                // number of the part's first sample in the task
	samples   int
	streams   *sync.Pool
}

func openPatterns(e entry, o Options) (*Dataset, error) {
	inputs := e.Inputs
	if o.Inputs != 0 {
		inputs = o.Inputs
	}
	if inputs < 1 || inputs > patternInputs {
		return nil, fmt.Errorf("datasets: %s: %d inputs, must be from 1 to %d", e.Name, inputs, patternInputs)
	}
	train := patterns{
		window: o.EncodingWindow, templates: drawTemplates(e.Classes, inputs, o.EncodingWindow), samples: e.Train,
		streams: &sync.Pool{New: func() any { return rng.NewStream(0, rng.Key{}) }},
	}
	test := train
	test.first, test.samples = e.Train, e.Test
	return &Dataset{Name: e.Name, Inputs: inputs, Classes: e.Classes, Train: train, Test: test}, nil
}

func drawTemplates(classes, inputs int, window float64) [][]messages.Spike {
	templates := make([][]messages.Spike, classes)
	for class := range templates {
		stream := rng.NewStream(patternSeed, rng.Key{Purpose: rng.TaskTemplate, Neuron: class})
		for input := range inputs {
			if stream.Float64() < patternActive {
				templates[class] = append(templates[class], messages.Spike{Time: window * stream.Float64(), Source: int32(input)})
			}
		}
	}
	return templates
}

// Len implements Split.
func (p patterns) Len() int { return p.samples }

// Label implements Split: classes take turns.
func (p patterns) Label(i int) int { return i % len(p.templates) }

// AppendSpikes implements Split.
func (p patterns) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	stream := p.streams.Get().(*rng.Stream)
	defer p.streams.Put(stream)
	stream.Reset(patternSeed, rng.Key{Purpose: rng.TaskSample, Sample: uint64(p.first + i)})
	from := len(dst)
	for _, spike := range p.templates[p.Label(i)] {
		if stream.Float64() < patternMissing {
			continue
		}
		shifted := spike.Time + patternJitter*p.window*stream.NormFloat64()
		spike.Time = max(0, min(p.window, shifted))
		dst = append(dst, spike)
	}
	slices.SortFunc(dst[from:], func(x, y messages.Spike) int {
		return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Source, y.Source))
	})
	return dst
}
