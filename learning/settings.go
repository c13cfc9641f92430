package learning

import (
	"fmt"
	"math"
	"slices"
)

// Settings are the choices and constants by which the neurons of a network
// learn. The rates, which change during a run, travel with the batch instead.
type Settings struct {
	Rule           Rule
	Gradient       Gradient
	Form           Form
	Optimiser      Optimiser
	Targets        Targets
	Ties           TieRule
	Regularisation float64 // λ, weight of the rate regulariser, at least 0
	TargetRate     float64 // r*, spikes per sample the regulariser pulls hidden neurons to
	// WeightAverage is the decay of the running mean of weights that samples
	// which are not learned from are presented with, in [0, 1); 0 keeps no mean.
	WeightAverage float64
}

// Validate checks every setting.
func (s *Settings) Validate() error {
	if _, err := RuleByName(s.Rule.Name); err != nil {
		return err
	}
	if !slices.Contains(Gradients(), s.Gradient) {
		return fmt.Errorf("learning: unknown gradient %q, allowed: %v", s.Gradient, Gradients())
	}
	if !slices.Contains(Forms(), s.Form) {
		return fmt.Errorf("learning: unknown form of the eligibility %q, allowed: %v", s.Form, Forms())
	}
	if s.Rule.BackPropagates && s.Form != Fused {
		return fmt.Errorf("learning: form of the eligibility is %q, allowed with the rule %s: %s; it has errors of single spikes in place of eligibilities", s.Form, s.Rule.Name, Fused)
	}
	if !slices.Contains(TieRules(), s.Ties) {
		return fmt.Errorf("learning: unknown tie rule %q, allowed: %v", s.Ties, TieRules())
	}
	if !isFiniteFrom0(s.Regularisation) {
		return fmt.Errorf("learning: regularisation λ is %v, must be at least 0 and finite", s.Regularisation)
	}
	if !isFiniteFrom0(s.TargetRate) {
		return fmt.Errorf("learning: target rate r* is %v spikes per sample, must be at least 0 and finite", s.TargetRate)
	}
	if !(s.WeightAverage >= 0 && s.WeightAverage < 1) {
		return fmt.Errorf("learning: decay of the average weights is %v, must be in [0, 1)", s.WeightAverage)
	}
	if err := s.Targets.Validate(); err != nil {
		return err
	}
	return s.Optimiser.Validate()
}

// AveragesWeights reports whether neurons keep a running mean of their weights.
func (s *Settings) AveragesWeights() bool { return s.WeightAverage > 0 }

func isFiniteFrom0(x float64) bool { return x >= 0 && !math.IsInf(x, 0) }
