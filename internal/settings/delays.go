package settings

import "cmp"

// Values of the settings of delays.
const (
	NoDelays      = "none"
	FixedDelays   = "fixed"
	LearnedDelays = "learned"

	DelaysFromInput = "input"
	DelaysFromAll   = "all"

	DelaysPerSynapse = "synapse"
	DelaysPerAxon    = "axon"
)

// LargestDelay is the upper bound of delays in seconds.
func (c *Config) LargestDelay() float64 { return cmp.Or(c.DelayMax, c.TauSyn) }

// HasDelays reports whether the synapses from a population of a chain have delays; the input is 0.
func (c *Config) HasDelays(from int) bool {
	return c.Delays != NoDelays && (from == 0 || c.DelayFrom == DelaysFromAll)
}

// checkDelays checks the settings of delays against those that bound them.
func (c *Config) checkDelays(found *faults) {
	found.refuse(c.Network != "" && c.Delays != NoDelays, "delays is %s, allowed with network: %s, since the network says which delays it has", c.Delays, NoDelays)
	found.refuse(c.Delays == LearnedDelays && c.DelayPer == DelaysPerAxon,
		"delay-per is %s, allowed with delays %s: %s, since a synapse learns its own", c.DelayPer, LearnedDelays, DelaysPerSynapse)
	found.refuse(c.Delays != NoDelays && c.Duration != Auto && c.LargestDelay() >= c.Duration,
		"delay-max is %v s, allowed: below the duration of a sample (%v s)", c.LargestDelay(), c.Duration)
}
