package learning

// Precision is the type of a network's weights. Sums over synapses and spike
// times are float64 whatever the precision.
type Float interface{ float32 | float64 }
