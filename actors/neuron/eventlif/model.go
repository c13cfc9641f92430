package eventlif

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// leastDifference is how much the ratio of the time constants must differ from 1. Where they
// are equal v is another function of time, and near that it is a difference of large numbers.
const leastDifference = 0.01

// longest bounds T_max in the shorter time constant: beyond it times have few digits left.
const longest = 1e9

// Model is a set of parameters with what derives from them.
type Model struct {
	model.Parameters         // with TauMem filled in
	C                float64 // c = ϑ/τm, threshold of the normalised potential v
	level            float64 // c − u, the threshold counted from where the potential rests
	gain             float64 // k = τs/(τm − τs)
	epoch            float64 // length of an epoch, s
	perMem, perSyn   float64 // 1/τm and 1/τs
	quiet            float64 // least Mem·e^{−(t−E)/τm} with which a spike can follow, see earliest
	slack            float64 // some times the rounding of a time, s
	twice            bool    // τm = 2 τs: spike times in closed form
}

// NewModel checks the parameters and derives the model from them. The time constants differ
// by at least 1 %; T_max is at most 10⁹ of the shorter one. A membrane time constant that is
// left out is 2 τs.
func NewModel(p model.Parameters) (*Model, error) {
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("eventlif: %w", err)
	}
	if p.TauMem == 0 {
		p.TauMem = 2 * p.TauSyn
	}
	if math.Abs(p.TauMem/p.TauSyn-1) < leastDifference {
		return nil, fmt.Errorf("eventlif: membrane time constant is %v s, must differ from the synaptic one, %v s, by at least 1 %%: "+
			"the potential would be a difference of numbers that are almost equal", p.TauMem, p.TauSyn)
	}
	shorter := min(p.TauSyn, p.TauMem)
	if ratio := p.Duration / shorter; ratio > longest {
		return nil, fmt.Errorf("eventlif: duration %v s is %.4g of the shorter time constant, %v s, must be at most %.0e", p.Duration, ratio, shorter, longest)
	}
	c := p.Threshold / p.TauMem
	level := c - p.Current
	quiet := 0.999999 * level * p.TauMem / p.TauSyn
	if level <= 0 {
		quiet = math.Inf(-1) // it fires by itself
	}
	return &Model{
		Parameters: p,
		C:          c,
		level:      level,
		gain:       p.TauSyn / (p.TauMem - p.TauSyn),
		epoch:      timeConstantsInEpoch * shorter,
		perMem:     1 / p.TauMem,
		perSyn:     1 / p.TauSyn,
		quiet:      quiet,
		slack:      0x1p-48 * p.Duration,
		twice:      p.TauMem == 2*p.TauSyn,
	}, nil
}

// End implements model.Model.
func (m *Model) End() float64 { return m.Duration }

// NewPacked implements model.Model: samples are integrated one after the other.
func (m *Model) NewPacked() model.Packed { return nil }

// Float32 implements model.Model.
func (m *Model) Float32() model.Kernel[float32] { return kernel[float32]{m} }

// Float64 implements model.Model.
func (m *Model) Float64() model.Kernel[float64] { return kernel[float64]{m} }

// kernel is the model with weights of type W.
type kernel[W learning.Float] struct{ *Model }

// Advance implements model.WindowKernel.
func (k kernel[W]) Advance(s *State, weights []W, in *model.Input, drive *Drive, until float64, dst []model.OwnSpike) []model.OwnSpike {
	return Advance(k.Model, s, weights, in, drive, until, dst)
}

// Integrate implements model.Kernel: a sample is one window.
func (k kernel[W]) Integrate(weights []W, inputs []model.Input, _ model.Packed, dst [][]model.OwnSpike) {
	for i := range inputs {
		model.Prefetch(weights, inputs, i)
		state := k.Start(nil)
		dst[i] = Advance(k.Model, &state, weights, &inputs[i], nil, math.Inf(1), dst[i])
	}
}
