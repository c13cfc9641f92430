package lif

import "sfdfa-actors/actors/neuron/model"

// Peak implements model.Kernel. Between two arrivals the free potential v = b·y − a·y² is largest at the second one, or at
// its vertex y = b/2a, where it is b²/4a.
func (k kernel[W]) Peak(weights []W, input *model.Input) float64 {
	var a, b, peak float64
	for n := range input.Len() {
		arrival, synapse := input.At(n)
		current := float64(weights[synapse]) * arrival.Q
		a += float64(current * arrival.Q)
		b += current
		nextY := k.yEnd
		if n+1 < input.Len() {
			next, _ := input.At(n + 1)
			nextY = 1 / next.Q
		}
		peak = max(peak, (b-a*nextY)*nextY)
		if vertex := b / (2 * a); a > 0 && vertex > nextY && vertex*arrival.Q < 1 {
			peak = max(peak, b*b/(4*a))
		}
	}
	return peak * k.TauMem
}
