package learning

import (
	"errors"
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
	Perturb        Perturb // hidden populations that perturb grades in a sample; empty is PerturbAll
	RateAverage    int     // N, samples over which the mean rate r̄ runs, at least 0; 0 takes that of the batch
	// Revive is after how many batches without a spike a neuron that is silent adds the
	// learning rate to its weights, in place of its step; 0 leaves it silent.
	Revive int
	// WeightAverage is the decay of the running mean of weights that samples
	// which are not learned from are presented with, in [0, 1); 0 keeps no mean.
	WeightAverage float64
}

// Validate checks every setting. Its error lists all faults, one a line.
func (s *Settings) Validate() error {
	faults := []error{validateRule(s.Rule), s.Targets.Validate(), s.Optimiser.Validate()}
	require := func(holds bool, format string, values ...any) {
		if !holds {
			faults = append(faults, fmt.Errorf("learning: "+format, values...))
		}
	}
	require(slices.Contains(Gradients(), s.Gradient), "unknown gradient %q, allowed: %v", s.Gradient, Gradients())
	require(slices.Contains(Forms(), s.Form), "unknown form of the eligibility %q, allowed: %v", s.Form, Forms())
	require(slices.Contains(TieRules(), s.Ties), "unknown tie rule %q, allowed: %v", s.Ties, TieRules())
	if s.Rule != nil && s.Rule.HiddenError() == BackPropagated {
		require(s.Form == Fused, "form of the eligibility is %q, allowed with the rule %s: %s; it has errors of single spikes in place of eligibilities", s.Form, s.Rule.Name(), Fused)
	}
	require(isFiniteFrom0(s.Regularisation), "regularisation λ is %v, must be at least 0 and finite", s.Regularisation)
	require(isFiniteFrom0(s.TargetRate), "target rate r* is %v spikes per sample, must be at least 0 and finite", s.TargetRate)
	require(s.Perturb == "" || slices.Contains(Perturbs(), s.Perturb), "%q perturb grades, allowed: %v", s.Perturb, Perturbs())
	require(s.Revive >= 0, "silent neurons are revived after %d batches, must be at least 0", s.Revive)
	require(s.RateAverage >= 0, "average of rates is over %d samples, must be at least 0", s.RateAverage)
	require(s.WeightAverage >= 0 && s.WeightAverage < 1, "decay of the average weights is %v, must be in [0, 1)", s.WeightAverage)
	return errors.Join(faults...)
}

// AveragesWeights reports whether neurons keep a running mean of their weights.
func (s *Settings) AveragesWeights() bool { return s.WeightAverage > 0 }

func isFiniteFrom0(x float64) bool { return x >= 0 && !math.IsInf(x, 0) }
