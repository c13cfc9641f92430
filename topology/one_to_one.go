package topology

import (
	"errors"
	"fmt"

	"sfdfa-actors/internal/rng"
)

// OneToOne connects each neuron with the one that has its index.
type OneToOne struct{}

// Name implements Rule.
func (OneToOne) Name() string { return "one-to-one" }

// Validate implements Rule.
func (OneToOne) Validate(between Between) error {
	switch {
	case between.NoSelf:
		return errors.New("topology: one-to-one without self-connections leaves nothing of a projection from a population to itself")
	case between.Presynaptic != between.Postsynaptic:
		return fmt.Errorf("topology: one-to-one joins populations of %d and %d neurons, which must be as many", between.Presynaptic, between.Postsynaptic)
	}
	return nil
}

// MeanInDegree implements Rule.
func (OneToOne) MeanInDegree(Between) float64 { return 1 }

// AppendPresynaptic implements PresynapticRule, without a draw.
func (OneToOne) AppendPresynaptic(dst []int32, _ Between, neuron int, _ *rng.Stream) []int32 {
	return append(dst, int32(neuron))
}
