package lif

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// maxExponent bounds T_max/τs: b² grows like e^{T_max/τs}, and beyond e^600 a
// sum over many synapses could leave float64's range (e^709).
const maxExponent = 600

// Model is a set of parameters with what derives from them.
type Model struct {
	model.Parameters         // with TauMem filled in
	C                float64 // c = ϑ/τ, threshold of the normalised potential v
	yEnd             float64 // e^{−T_max/τ}
}

// NewModel checks the parameters and derives the model from them: T_max/τs is at most
// 600, τ is 2 τs or left out, and there is neither
// a refractory time nor a constant current.
func NewModel(p model.Parameters) (*Model, error) {
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("lif: %w", err)
	}
	if ratio := p.Duration / p.TauSyn; ratio > maxExponent {
		return nil, fmt.Errorf("lif: duration %v s is %.4g synaptic time constants (%v s), must be at most %d: e^(T/τs) would overflow",
			p.Duration, ratio, p.TauSyn, maxExponent)
	}
	tau := 2 * p.TauSyn
	if p.TauMem != 0 && p.TauMem != tau {
		return nil, fmt.Errorf("lif: membrane time constant is %v s, must be twice the synaptic one, %v s", p.TauMem, tau)
	}
	if p.Refractory != 0 || p.Current != 0 {
		return nil, fmt.Errorf("lif: refractory time is %v s and constant current %v, must be 0: eventlif has them", p.Refractory, p.Current)
	}
	p.TauMem = tau
	return &Model{Parameters: p, C: p.Threshold / tau, yEnd: math.Exp(-p.Duration / tau)}, nil
}

// End implements model.Model.
func (m *Model) End() float64 { return m.Duration }

// Float32 implements model.Model.
func (m *Model) Float32() model.Kernel[float32] { return kernel[float32]{m} }

// Float64 implements model.Model.
func (m *Model) Float64() model.Kernel[float64] { return kernel[float64]{m} }

// kernel is the model with weights of type W.
type kernel[W learning.Float] struct{ *Model }

// Integrate implements model.Kernel.
func (k kernel[W]) Integrate(weights []W, inputs []model.Input, packed model.Packed, dst [][]model.OwnSpike) {
	if packed != nil {
		IntegratePacked(k.Model, weights, packed.(*PackedSamples), dst)
		return
	}
	for i := range inputs {
		model.Prefetch(weights, inputs, i)
		dst[i] = Integrate(k.Model, weights, &inputs[i], dst[i])
	}
}

// HandBack implements model.Kernel:
//
//	∂L/∂t_j^z = w_j·( (α_k/τs) e^{t_j^z/τs} + (β_k/τ) e^{t_j^z/τ} )
func (k kernel[W]) HandBack(weights []W, input *model.Input, ownSpikes []model.OwnSpike, adjoints []model.Adjoint, dst []float64) {
	for i := range ownSpikes {
		from, to := model.AppliedBefore(ownSpikes, i), ownSpikes[i].Applied
		p, q := adjoints[i].Alpha/k.TauSyn, adjoints[i].Beta/k.TauMem
		if input.IsPart() {
			for _, event := range input.Events()[from:to] {
				arrival := &input.Arrivals[event.Arrival]
				dst[event.Arrival] += float64(weights[event.Synapse]) * (p*arrival.Q + q) * arrival.Q
			}
			continue
		}
		arrivals, dst := input.Arrivals[from:to], dst[from:to]
		for n := range arrivals {
			arrival := &arrivals[n]
			dst[n] += float64(weights[arrival.Synapse]) * (p*arrival.Q + q) * arrival.Q
		}
	}
}
