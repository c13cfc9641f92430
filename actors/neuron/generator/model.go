package generator

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// Model is the parameters of a population of generators.
type Model struct {
	duration float64
	spikeCap int
}

// NewModel checks the parameters that generators have: T_max, in seconds, is positive and finite, the spike cap is from 1 to
// model.MaxSpikeCap.
func NewModel(p model.Parameters) (*Model, error) {
	if !(p.Duration > 0) || math.IsInf(p.Duration, 1) {
		return nil, fmt.Errorf("generator: duration is %v s, must be positive and finite", p.Duration)
	}
	if p.SpikeCap < 1 || p.SpikeCap > model.MaxSpikeCap {
		return nil, fmt.Errorf("generator: spike cap is %d, must be from 1 to %d", p.SpikeCap, model.MaxSpikeCap)
	}
	return &Model{p.Duration, p.SpikeCap}, nil
}

// End implements model.Model.
func (m *Model) End() float64 { return m.duration }

// Prepare implements model.Model: nothing arrives.
func (m *Model) Prepare(*model.SpikeTrain, bool) {}

// NewPacked implements model.Model.
func (m *Model) NewPacked() model.Packed { return nil }

// Accumulate implements model.Model: there are no synapses.
func (m *Model) Accumulate(learning.Form, learning.Gradient, *model.Input, []model.OwnSpike, float64, []float64, *model.Scratch) {
}

// Adjoints implements model.Model: own spikes depend on nothing.
func (m *Model) Adjoints(_ learning.Gradient, _ []model.OwnSpike, _ []float64, _ float64, dst []model.Adjoint) {
	clear(dst)
}

// AccumulateAdjoints implements model.Model: there are no synapses.
func (m *Model) AccumulateAdjoints(*model.Input, []model.OwnSpike, []model.Adjoint, []float64) {}

// Float32 implements model.Model.
func (m *Model) Float32() model.Kernel[float32] { return kernel[float32]{m} }

// Float64 implements model.Model.
func (m *Model) Float64() model.Kernel[float64] { return kernel[float64]{m} }

// kernel is the model as one with weights of type W, of which there are none.
type kernel[W learning.Float] struct{ *Model }

// Integrate implements model.Kernel: without a drive nothing is fired.
func (kernel[W]) Integrate([]W, []model.Input, model.Packed, [][]model.OwnSpike) {}

// Peak implements model.Kernel: there is no threshold.
func (kernel[W]) Peak([]W, *model.Input) float64 { return 0 }

// HandBack implements model.Kernel: nothing arrives.
func (kernel[W]) HandBack([]W, *model.Input, []model.OwnSpike, []model.Adjoint, []float64) {}

// Start implements model.WindowKernel.
func (kernel[W]) Start(drive *model.Drive) model.State {
	s := model.State{Next: math.Inf(1), Driven: math.Inf(1)}
	if drive != nil {
		drive.Start(&s)
	}
	return s
}

// Next implements model.WindowKernel.
func (kernel[W]) Next(s *model.State) float64 { return s.Driven }

// Advance implements model.WindowKernel.
func (k kernel[W]) Advance(s *model.State, _ []W, _ *model.Input, drive *model.Drive, until float64, dst []model.OwnSpike) []model.OwnSpike {
	for s.Driven < until && s.Driven <= k.duration {
		dst = append(dst, model.OwnSpike{Time: s.Driven})
		if s.Fired++; s.Fired == k.spikeCap {
			s.Driven = math.Inf(1)
			break
		}
		drive.Step(s)
	}
	return dst
}
