package sanafe

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/neuron/model"
)

// scale is what potentials are multiplied by: SANA-FE keeps 64ths of a potential in 32 bits.
const scale = 1 << 18

// lif are the constants of SANA-FE's leaky_integrate_fire. In a step
//
//	u ← u·input_decay + Σ w        v ← v·leak_decay + bias + u
//
// and where v is above the threshold the neuron fires, and the threshold is subtracted.
type lif struct {
	inputDecay, leakDecay, threshold, bias float64
	weight                                 float64 // of a synapse of weight 1
}

// lifOf are the constants with which a step of dt, s, is exact but for the times of spikes in it: a spike at a synapse of
// weight w adds w·k·(e^{−t/τ} − e^{−t/τs}) to the potential, with k = τs/(τ − τs), and it is compared with ϑ/τ.
func lifOf(p model.Parameters, dt float64) (lif, error) {
	if p.Refractory > 0 {
		return lif{}, fmt.Errorf("refractory time of %v s, allowed: 0", p.Refractory)
	}
	tauSyn, tauMem := p.TauSyn, p.TauMem
	if tauMem == 0 {
		tauMem = 2 * tauSyn
	}
	n := lif{inputDecay: math.Exp(-dt / tauSyn), leakDecay: math.Exp(-dt / tauMem), threshold: scale * p.Threshold / tauMem}
	n.bias = scale * p.Current * (1 - n.leakDecay)
	n.weight = scale * tauSyn / (tauMem - tauSyn) * (n.leakDecay - n.inputDecay)
	return n, nil
}
