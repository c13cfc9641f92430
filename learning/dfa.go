package learning

import "sfdfa-actors/internal/rng"

// DFA is direct feedback alignment (Nøkland 2016): fixed random feedback weights.
type DFA struct{}

// Name implements Rule.
func (DFA) Name() string { return "dfa" }

// Summary implements Rule.
func (DFA) Summary() string { return "direct feedback alignment: fixed random feedback weights" }

// HiddenError implements Rule.
func (DFA) HiddenError() ErrorSource { return Projected }

// Feedback implements Rule.
func (DFA) Feedback() Feedback { return RandomFeedback{} }

// Sends implements Rule.
func (DFA) Sends() Payload { return Payload{} }

// Nonlocal implements Rule.
func (DFA) Nonlocal() string { return "" }

// RandomFeedback has feedback weights that are drawn from U(−1, 1) once and stay.
type RandomFeedback struct{}

// Start implements Feedback.
func (RandomFeedback) Start(row []float64, random *rng.Stream) {
	for o := range row {
		row[o] = 2*random.Float64() - 1
	}
}
