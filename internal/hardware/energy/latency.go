package energy

import "slices"

// Barrier names the latency of the end of a time step.
const Barrier = "barrier"

// latencies lists what a profile may have latencies of, in the order of files and tables.
var latencies = []struct{ name, of string }{
	{"synaptic-operation-binary", "a spike that reaches a synapse"},
	{"synaptic-operation-graded", "a grade that reaches a synapse"},
	{"neuron-update-active", "the update of a neuron that something has reached in the sample, one a time step"},
	{"neuron-update-idle", "the update of a neuron at rest, one a time step"},
	{"spike-out", "a spike fired"},
	{"packet-out", "a packet sent by a core"},
	{"packet-in", "a packet received by a core"},
	{"hop-x", "a packet that crosses a link along x"},
	{"hop-y", "a packet that crosses a link along y"},
	{"eligibility-update", "a change of the eligibility of a synapse"},
	{"weight-update", "a change of a weight by the optimiser"},
	{"feedback-update", "a change of a feedback weight"},
	{"random-number", "a perturbation drawn"},
	{Barrier, "the end of a time step, at which all cores wait for each other"},
}

// LatencyNames lists what a profile may have latencies of, in order.
func LatencyNames() []string {
	names := make([]string, len(latencies))
	for i := range latencies {
		names[i] = latencies[i].name
	}
	return names
}

// Step is a value that holds from a number of cores on.
type Step struct {
	Cores int64   `json:"cores"` // 1 or more
	Value float64 `json:"value"`
}

// Latency returns what the profile says that something takes, s. It is of no use for the barrier.
func (p *Profile) Latency(name string) (seconds float64, known bool) {
	c := p.latency(name)
	if c == nil {
		return 0, false
	}
	return c.SI(), true
}

// BarrierOf returns what the end of a time step takes on a number of cores, s: that of the largest step up to it.
func (p *Profile) BarrierOf(cores int64) (seconds float64, known bool) {
	c := p.latency(Barrier)
	if c == nil {
		return 0, false
	}
	at := *c
	for _, step := range c.Steps {
		if step.Cores <= cores || step == c.Steps[0] {
			at.Value = step.Value
		}
	}
	return at.SI(), true
}

func (p *Profile) latency(name string) *Constant {
	i := slices.IndexFunc(p.Latencies, func(c Constant) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &p.Latencies[i]
}
