package energy

import "slices"

// Kind says which sum a term belongs to.
type Kind string

const (
	// Dynamic terms are spent on what happens.
	Dynamic Kind = "dynamic"
	// Decaying terms are what a clock adds: updates of neurons whose potential decays.
	Decaying Kind = "decaying"
	// Idle terms are what a clock adds: updates of neurons at rest.
	Idle Kind = "idle"
	// Static terms are spent as long as time goes on.
	Static Kind = "static"
)

// Term is one product of the estimate: a count times a constant.
type Term struct {
	Constant string // name of the constant in a profile
	Kind     Kind
	Counted  string // what is counted, in words
	Else     string // name of the constant that serves in a profile without this one, or empty
	count    func(*Phase) float64
}

// Terms lists the products of the estimate in order.
func Terms() []Term { return slices.Clone(terms) }

var terms = []Term{
	{"synaptic-operation-binary", Dynamic, "spikes that reach a synapse, whose weight is added (AC)", "",
		func(p *Phase) float64 { return float64(p.ACs) }},
	{"synaptic-operation-graded", Dynamic, "grades that reach a synapse, multiplied by its weight and added (MAC)", "",
		func(p *Phase) float64 { return float64(p.MACs) }},
	{"weight-read", Dynamic, "weights read from memory, one for each spike that reaches a synapse", "",
		func(p *Phase) float64 { return float64(p.ACs) }},
	{"delay-read", Dynamic, "delays read from memory, one for each spike that reaches a synapse, or a core by an axon, with one of its own", "weight-read",
		func(p *Phase) float64 { return float64(p.DelayReads) }},
	{"neuron-update-active", Dynamic, "updates of a neuron that something reaches", "",
		func(p *Phase) float64 { return float64(p.NeuronUpdates) }},
	{"neuron-update-decaying", Decaying, "updates of a neuron whose potential decays, one a time step in which nothing reaches it", "neuron-update-active",
		func(p *Phase) float64 { return p.DecayingUpdates }},
	{"neuron-update-idle", Idle, "updates of a neuron that nothing has reached in the sample yet, one a time step", "",
		func(p *Phase) float64 { return p.RestingUpdates }},
	{"spike-out", Dynamic, "spikes fired by neurons", "",
		func(p *Phase) float64 { return float64(p.Spikes) }},
	{"packet-out", Dynamic, "packets sent by a core", "",
		func(p *Phase) float64 { return float64(p.Packets) }},
	{"packet-in", Dynamic, "packets received by a core", "",
		func(p *Phase) float64 { return float64(p.Deliveries) }},
	{"local-message", Dynamic, "packets that stay on their tile", "",
		func(p *Phase) float64 { return float64(p.LocalPackets) }},
	{"hop-x", Dynamic, "hops of packets along x, east or west", "",
		func(p *Phase) float64 { return float64(p.HopsX) }},
	{"hop-y", Dynamic, "hops of packets along y, north or south", "",
		func(p *Phase) float64 { return float64(p.HopsY) }},
	{"eligibility-update", Dynamic, "changes of the eligibility of a synapse's weight or delay", "",
		func(p *Phase) float64 { return float64(p.EligibilityUpdates) }},
	{"weight-update", Dynamic, "changes of a weight by the optimiser", "",
		func(p *Phase) float64 { return float64(p.WeightUpdates) }},
	{"delay-update", Dynamic, "changes of a delay by the optimiser", "weight-update",
		func(p *Phase) float64 { return float64(p.DelayUpdates) }},
	{"feedback-update", Dynamic, "changes of a feedback weight", "",
		func(p *Phase) float64 { return float64(p.FeedbackUpdates) }},
	{"random-number", Dynamic, "perturbations drawn", "",
		func(p *Phase) float64 { return float64(p.RandomNumbers) }},
	{"static-power", Static, "seconds of modelled time, times the chips that are on", "",
		func(p *Phase) float64 { return p.ChipSeconds }},
}

// termOf finds the term of a constant.
func termOf(constant string) (Term, bool) {
	i := slices.IndexFunc(terms, func(t Term) bool { return t.Constant == constant })
	if i < 0 {
		return Term{}, false
	}
	return terms[i], true
}

func constantNames() []string {
	names := make([]string, len(terms))
	for i := range terms {
		names[i] = terms[i].Constant
	}
	return names
}
