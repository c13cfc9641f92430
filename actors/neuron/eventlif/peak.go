package eventlif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
)

// Peak implements model.Kernel. Between two arrivals the free potential is largest at the second
// one or where it has its maximum: there v = I.
func (k kernel[W]) Peak(weights []W, in *model.Input) float64 {
	var slow, current, peak float64 // slow is v/k + I
	for n := range in.Len() {
		arrival, synapse := in.At(n)
		slow += float64(weights[synapse])
		current += float64(weights[synapse])
		next := k.Duration
		if n+1 < in.Len() {
			following, _ := in.At(n + 1)
			next = following.Q
		}
		gap := next - arrival.Q
		summit := math.Log(k.TauMem*current/(k.TauSyn*slow)) / (1/k.TauSyn - 1/k.TauMem)
		if summit > 0 && summit < gap { // false for none
			peak = max(peak, current*math.Exp(-summit/k.TauSyn))
		}
		slow, current = slow*math.Exp(-gap/k.TauMem), current*math.Exp(-gap/k.TauSyn)
		peak = max(peak, k.potential(slow, current))
	}
	return peak * k.TauMem
}
