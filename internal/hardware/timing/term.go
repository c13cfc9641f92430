package timing

import "sfdfa-actors/internal/hardware/energy"

// The terms of a core's time.
const (
	binary = iota
	graded
	active
	idle
	fired
	sent
	received
	eligibility
	weight
	feedback
	random
	terms
)

// counts are how often a core did what takes time.
type counts [terms]float64

// latencyOf names the latency of each term in a profile.
var latencyOf = [terms]string{
	"synaptic-operation-binary", "synaptic-operation-graded", "neuron-update-active", "neuron-update-idle", "spike-out",
	"packet-out", "packet-in", "eligibility-update", "weight-update", "feedback-update", "random-number",
}

// The kinds of work that can make a core the one that all wait for.
const (
	operations = "synaptic operations"
	updates    = "neuron updates"
	packets    = "packets"
	plasticity = "updates of weights and eligibilities"
)

// kindOf is the kind of each term.
var kindOf = [terms]string{
	operations, operations, updates, updates, packets, packets, packets, plasticity, plasticity, plasticity, plasticity,
}

// latencies are those of a profile, s; 0 is one that it lacks.
type latencies struct {
	core       counts
	hopX, hopY float64
	barrier    float64
}

// latenciesOf returns the latencies of a profile for a number of cores. There are none without that of a barrier.
func latenciesOf(p *energy.Profile, cores int64) (l latencies, known bool) {
	for term, name := range latencyOf {
		l.core[term], _ = p.Latency(name)
	}
	l.hopX, _ = p.Latency("hop-x")
	l.hopY, _ = p.Latency("hop-y")
	l.barrier, known = p.BarrierOf(cores)
	return l, known
}

// of is the time that counts take, s.
func (l *latencies) of(c *counts) (seconds float64) {
	for term, n := range c {
		seconds += n * l.core[term]
	}
	return seconds
}

// mainKind is the kind of work that takes the most of the time of counts.
func (l *latencies) mainKind(c *counts) string {
	by, most := map[string]float64{}, ""
	for term, n := range c {
		kind := kindOf[term]
		if by[kind] += n * l.core[term]; most == "" || by[kind] > by[most] {
			most = kind
		}
	}
	return most
}

// lacking names the latencies of what was counted that a profile does not have.
func lacking(p *energy.Profile, all *counts) (names []string) {
	for term, name := range latencyOf {
		if _, known := p.Latency(name); !known && all[term] > 0 {
			names = append(names, name)
		}
	}
	return names
}
