package learning

// Gradient says which local gradient of a spike time is used.
type Gradient string

const (
	// Exact is the derivative of the spike time, with the factor τ/(I − c). It
	// diverges where a spike only grazes the threshold (Eqs. 14, 17).
	Exact Gradient = "exact"
	// Modified has the factor τ/I instead, which is bounded since I > c at
	// every spike (Eq. 18).
	Modified Gradient = "modified"
)

// gradients is the table of local gradients; the first is the default.
var gradients = []struct {
	name    Gradient
	bounded bool                                    // at spikes that graze the threshold
	inverse func(current, critical float64) float64 // of the current that the factor divides by
}{
	{Modified, true, func(current, _ float64) float64 { return 1 / current }},
	{Exact, false, func(current, critical float64) float64 { return 1 / (current - critical) }},
}

// Gradients lists the allowed values in the table's order.
func Gradients() []Gradient {
	names := make([]Gradient, len(gradients))
	for i := range gradients {
		names[i] = gradients[i].name
	}
	return names
}

// row is the gradient's position in the table, which must have it.
func (g Gradient) row() int {
	i := 0
	for gradients[i].name != g {
		i++
	}
	return i
}

// Inverse returns the function that gives h, the inverse of the current that the factor
// τ·h of the gradient divides by, at a spike with a synaptic current that exceeds the
// critical one, c. The gradient is one of Gradients. Ask once for all spikes.
func (g Gradient) Inverse() func(current, critical float64) float64 {
	return gradients[g.row()].inverse
}

// IsBounded reports whether the factor stays below τ/c however little a spike exceeds
// the threshold. The gradient is one of Gradients.
func (g Gradient) IsBounded() bool { return gradients[g.row()].bounded }

// GradientNames lists the local gradients by name.
func GradientNames() []string { return namesOf(Gradients()) }

// Form says how the eligibility E_ij = Σ_k dT^k/dw_ij of a sample is computed.
// All forms give the same number up to rounding.
type Form string

const (
	// Fused walks the neuron's own spikes backwards once and then visits each
	// arrival once: O(arrivals + spikes), without state per synapse.
	Fused Form = "fused"
	// Closed evaluates Eq. 17 or 18 at every own spike for every synapse.
	Closed Form = "closed"
	// Trace evolves two states per synapse in time, as neuromorphic hardware
	// would (Eqs. 19-21).
	Trace Form = "trace"
)

// Forms lists the allowed values.
func Forms() []Form { return []Form{Fused, Closed, Trace} }
