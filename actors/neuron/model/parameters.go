package model

import (
	"fmt"
	"math"
)

// MaxSpikeCap keeps sums of spike counts far inside the range of an int32.
const MaxSpikeCap = 1_000_000

// Parameters are the constants of the neurons of one population.
type Parameters struct {
	Model      string  // name in neuron.Models; empty for the first
	TauSyn     float64 // τs, synaptic time constant in seconds
	TauMem     float64 // τ, membrane time constant in seconds; 0 for the model's own
	Threshold  float64 // ϑ, firing threshold
	Refractory float64 // t_ref, for which the potential stays 0 after a spike, in seconds
	Current    float64 // u, a constant current, in the unit of weights
	Duration   float64 // T_max, end of a sample in seconds
	SpikeCap   int     // spikes that a neuron may fire in one sample
}

// Validate checks what every model asks for: all are finite; all but the constant current are
// positive, of which the membrane time constant and the refractory time may be 0 as well; the
// spike cap is at most a million. The model adds its name to the error.
func (p *Parameters) Validate() error {
	for _, field := range []struct {
		name  string
		value float64
	}{
		{"synaptic time constant", p.TauSyn},
		{"threshold", p.Threshold},
		{"duration", p.Duration},
	} {
		if !(field.value > 0) || math.IsInf(field.value, 0) {
			return fmt.Errorf("%s is %v, must be positive and finite", field.name, field.value)
		}
	}
	for _, field := range []struct {
		name  string
		value float64
	}{
		{"membrane time constant", p.TauMem},
		{"refractory time", p.Refractory},
	} {
		if !(field.value >= 0) || math.IsInf(field.value, 0) {
			return fmt.Errorf("%s is %v, must be finite and not negative", field.name, field.value)
		}
	}
	if math.IsNaN(p.Current) || math.IsInf(p.Current, 0) {
		return fmt.Errorf("constant current is %v, must be finite", p.Current)
	}
	if p.SpikeCap < 1 || p.SpikeCap > MaxSpikeCap {
		return fmt.Errorf("spike cap is %d, must be from 1 to %d", p.SpikeCap, MaxSpikeCap)
	}
	return nil
}
