package nir

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/neuron/model"
)

// cuba are the constants of a CubaLIF node:
//
//	τ_syn dI/dt = −I + w_in S        τ_mem dv/dt = v_leak − v + r I
//
// and v becomes v_reset where it reaches v_threshold.
type cuba struct {
	tauSyn, tauMem, r, leak, threshold, reset, weightIn float64
}

// fields lists the names of the constants, each with its place.
func (n *cuba) fields() []struct {
	name  string
	value *float64
} {
	return []struct {
		name  string
		value *float64
	}{
		{"tau_syn", &n.tauSyn}, {"tau_mem", &n.tauMem}, {"r", &n.r}, {"v_leak", &n.leak},
		{"v_threshold", &n.threshold}, {"v_reset", &n.reset}, {"w_in", &n.weightIn},
	}
}

// membrane is the membrane time constant, s.
func membrane(p model.Parameters) float64 {
	if p.TauMem == 0 {
		return 2 * p.TauSyn
	}
	return p.TauMem
}

// cubaOf are the constants by which a CubaLIF node, in a file of a convention, does what neurons here do:
// a spike at a synapse of weight w adds w·k·(e^{−t/τ} − e^{−t/τs}) to v, with k = τs/(τ − τs), and v is
// compared with ϑ/τ.
func cubaOf(p model.Parameters, c Convention) cuba {
	tauSyn, tauMem := p.TauSyn, membrane(p)
	n := cuba{
		tauSyn: tauSyn * c.Unit.perSecond(), tauMem: tauMem * c.Unit.perSecond(),
		threshold: p.Threshold / tauMem, leak: p.Current,
	}
	switch {
	case c.Spike == Dirac: // r·w_in/τs = 1
		n.r, n.weightIn = 1, n.tauSyn
	case !c.Compensate: // r·w_in·dt/τs = 1
		n.r, n.weightIn = tauMem/c.Dt, tauSyn/tauMem
	default:
		slowSyn, slowMem := compensated(tauSyn, c.Dt), compensated(tauMem, c.Dt)
		n.tauSyn, n.tauMem = slowSyn*c.Unit.perSecond(), slowMem*c.Unit.perSecond()
		n.r = slowMem / c.Dt
		n.weightIn = tauSyn / (tauMem - tauSyn) * (math.Exp(-c.Dt/tauMem) - math.Exp(-c.Dt/tauSyn)) * slowSyn / c.Dt
	}
	return n
}

// compensated is the time constant with which one step by forward Euler decays as τ does.
func compensated(tau, dt float64) float64 { return -dt / math.Expm1(-dt/tau) }

// node is the CubaLIF node of a population.
func (n cuba) node(name string, size int) *Node {
	node := &Node{Name: name, Type: cubaType, Fields: map[string]*Tensor{}}
	for _, field := range n.fields() {
		node.Fields[field.name] = vector(size, *field.value)
	}
	return node
}

// refuse says why neurons have no CubaLIF node, if they have none.
func refuse(p model.Parameters) error {
	if p.Refractory > 0 {
		return fmt.Errorf("refractory time of %v s, allowed: 0, since no node of NIR has one", p.Refractory)
	}
	return nil
}
