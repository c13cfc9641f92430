package eventqueue

// synapse is a synapse with the neuron it leads to and its traces.
type synapse struct {
	Synapse
	projection, index int
	post              *neuron
	derivatives       [2]derivative
}

// Derivatives of a synapse, by what; and the forms of each.
const (
	byWeight = iota
	byDelay
)

const (
	exact = iota
	modified
)

// derivative is how the postsynaptic neuron's state depends on a weight or a delay.
type derivative struct {
	p    float64    // of the current
	q    [2]float64 // of v; exact, modified
	last [2]float64 // of the last spike's time
	sum  [2]float64 // of the times of all spikes
}

// advance lets time pass: τs dp/dt = −p, τm dq/dt = −q + p. In the refractory time q stands
// for how much later v begins to follow the current, and decays with it.
func (d *derivative) advance(pass passage, refractory bool) {
	for g := range d.q {
		if refractory {
			d.q[g] *= pass.decaySyn
		} else {
			d.q[g] = d.q[g]*pass.decayMem + d.p*pass.response
		}
	}
	d.p *= pass.decaySyn
}

// fire takes the derivative of the time of a spike that is fired now.
func (d *derivative) fire(n *neuron) {
	factors := [2]float64{exact: n.TauMem / (n.current - n.c()), modified: n.TauMem / n.current}
	for g, factor := range factors {
		d.last[g] = -factor * d.q[g]
		d.sum[g] += d.last[g]
		d.q[g] -= n.c() / n.TauMem * d.last[g]
	}
}

// release adds what the current that arrived in the refractory time does to v if that
// time ends later.
func (d *derivative) release(n *neuron) {
	for g := range d.q {
		d.q[g] -= n.late / n.TauMem * d.last[g]
	}
}
