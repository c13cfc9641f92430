package learning

// Float is the type of a network's weights. Sums over synapses, and spike times, are
// always float64.
type Float interface{ float32 | float64 }
