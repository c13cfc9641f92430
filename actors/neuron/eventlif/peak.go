package eventlif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
)

// Peak implements model.Kernel. Between two arrivals the free potential is largest at the second
// one or where it has its maximum: there v = I.
func (k kernel[W]) Peak(weights []W, in *model.Input) float64 {
	peak, now := 0.0, 0.0
	slow, current := -k.Current/k.gain, 0.0 // slow is (v − u)/k + I
	pass := func(until float64) {
		gap := until - now
		summit := math.Log(k.TauMem*current/(k.TauSyn*slow)) / (1/k.TauSyn - 1/k.TauMem)
		if summit > 0 && summit < gap { // false for none
			peak = max(peak, current*math.Exp(-summit/k.TauSyn)+k.Current)
		}
		now, slow, current = until, slow*math.Exp(-gap/k.TauMem), current*math.Exp(-gap/k.TauSyn)
		peak = max(peak, k.potential(slow, current)+k.Current)
	}
	for n := range in.Len() {
		arrival, synapse := in.At(n)
		pass(arrival.Q)
		slow += float64(weights[synapse])
		current += float64(weights[synapse])
	}
	pass(k.Duration)
	return peak * k.TauMem
}
