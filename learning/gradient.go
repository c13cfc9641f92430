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

// Gradients lists the allowed values.
func Gradients() []Gradient { return []Gradient{Modified, Exact} }

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
