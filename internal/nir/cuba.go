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

// nearly is how far two numbers may be apart, relatively, that a file in float32 means to be the same.
const nearly = 1e-6

// neuronOf are the neurons that do what a CubaLIF node in a file of a convention does, and the factor on their
// weights. The spike cap and the end of a sample are not there.
func neuronOf(node *Node, c Convention) (p model.Parameters, factor float64, err error) {
	var n cuba
	zero := 0.0
	for _, field := range n.fields() {
		usual := &zero
		if field.name != "v_reset" && field.name != "v_leak" {
			usual = nil
		}
		if *field.value, err = node.constant(field.name, usual); err != nil {
			return p, 0, err
		}
	}
	if p, factor, err = n.neuron(c); err != nil {
		return p, 0, node.refuse("%v", err)
	}
	return p, factor, nil
}

// neuron is the opposite of cubaOf.
func (n *cuba) neuron(c Convention) (p model.Parameters, factor float64, err error) {
	positive := func(x float64) bool { return x > 0 && !math.IsInf(x, 1) }
	switch {
	case !positive(n.tauSyn) || !positive(n.tauMem):
		return p, 0, fmt.Errorf("tau_syn %v and tau_mem %v, allowed: finite numbers above 0", n.tauSyn, n.tauMem)
	case !positive(n.threshold):
		return p, 0, fmt.Errorf("v_threshold %v, allowed: a finite number above 0", n.threshold)
	case n.reset != 0:
		return p, 0, fmt.Errorf("v_reset %v, allowed: 0, where potentials start here", n.reset)
	case math.IsNaN(n.r*n.weightIn*n.leak) || math.IsInf(n.r*n.weightIn*n.leak, 0):
		return p, 0, fmt.Errorf("r %v, w_in %v and v_leak %v, allowed: finite numbers", n.r, n.weightIn, n.leak)
	}
	p.TauSyn, p.TauMem = n.tauSyn/c.Unit.perSecond(), n.tauMem/c.Unit.perSecond()
	switch {
	case c.Spike == Dirac:
		factor = n.r * n.weightIn / n.tauSyn
	case !c.Compensate:
		factor = n.r * n.weightIn * c.Dt / p.TauSyn
	default:
		if min(p.TauSyn, p.TauMem) <= c.Dt {
			return p, 0, fmt.Errorf("tau_syn %v s and tau_mem %v s, allowed: above the step of %v s where constants are compensated", p.TauSyn, p.TauMem, c.Dt)
		}
		jump := n.r * n.weightIn * (c.Dt / p.TauMem) * (c.Dt / p.TauSyn) // of v, in the first step
		p.TauSyn, p.TauMem = -c.Dt/math.Log1p(-c.Dt/p.TauSyn), -c.Dt/math.Log1p(-c.Dt/p.TauMem)
		factor = jump * (p.TauMem - p.TauSyn) / p.TauSyn / (math.Exp(-c.Dt/p.TauMem) - math.Exp(-c.Dt/p.TauSyn))
	}
	if math.Abs(factor-1) < nearly {
		factor = 1
	}
	if ratio := p.TauMem / p.TauSyn; math.Abs(ratio-1) < 0.01 {
		return p, 0, fmt.Errorf("tau_mem is %.6g of tau_syn, allowed: numbers that differ by 1 %% at least", ratio)
	} else if math.Abs(ratio/2-1) < nearly {
		p.TauMem = 0 // as 2 τs
	}
	p.Threshold, p.Current = thresholdOf(n.threshold, membrane(p)), n.leak
	return p, factor, nil
}

// thresholdOf is ϑ with which ϑ/τ is a number, to its last bit if there is one.
func thresholdOf(c, tau float64) float64 {
	threshold := c * tau
	for _, near := range []float64{threshold, math.Nextafter(threshold, 0), math.Nextafter(threshold, math.Inf(1))} {
		if near/tau == c {
			return near
		}
	}
	return threshold
}
