package lif

import (
	"fmt"
	"math"
)

// maxExponent bounds T_max/τs: b² grows like e^{T_max/τs}, and beyond e^600 a
// sum over many synapses could leave float64's range (e^709).
const maxExponent = 600

// maxSpikeCap keeps sums of spike counts far inside the range of an int32.
const maxSpikeCap = 1_000_000

// Parameters are the constants of the neurons of one population.
type Parameters struct {
	TauSyn    float64 // τs, synaptic time constant in seconds
	Threshold float64 // ϑ, firing threshold
	Duration  float64 // T_max, end of a sample in seconds
	SpikeCap  int     // spikes a neuron may fire in one sample
}

// Model is a set of parameters with what derives from them.
type Model struct {
	Parameters
	TauMem float64 // τ = 2 τs, membrane time constant in seconds
	C      float64 // c = ϑ/τ, threshold of the normalised potential v
	yEnd   float64 // e^{−T_max/τ}
}

// NewModel checks the parameters and derives the model from them. All must be
// positive and finite, T_max/τs at most 600 and the spike cap at most a million.
func NewModel(p Parameters) (*Model, error) {
	for _, field := range []struct {
		name  string
		value float64
	}{
		{"synaptic time constant", p.TauSyn},
		{"threshold", p.Threshold},
		{"duration", p.Duration},
	} {
		if !(field.value > 0) || math.IsInf(field.value, 0) {
			return nil, fmt.Errorf("lif: %s is %v, must be positive and finite", field.name, field.value)
		}
	}
	if ratio := p.Duration / p.TauSyn; ratio > maxExponent {
		return nil, fmt.Errorf("lif: duration %v s is %.4g synaptic time constants (%v s), must be at most %d: e^(T/τs) would overflow",
			p.Duration, ratio, p.TauSyn, maxExponent)
	}
	if p.SpikeCap < 1 || p.SpikeCap > maxSpikeCap {
		return nil, fmt.Errorf("lif: spike cap is %d, must be from 1 to %d", p.SpikeCap, maxSpikeCap)
	}
	tau := 2 * p.TauSyn
	return &Model{
		Parameters: p,
		TauMem:     tau,
		C:          p.Threshold / tau,
		yEnd:       math.Exp(-p.Duration / tau),
	}, nil
}
