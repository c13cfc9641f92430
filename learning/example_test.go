package learning_test

import (
	"fmt"

	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// What becomes of a sample of class 0 under SFDFA: the readout broadcasts errors and
// directional derivatives, and a hidden neuron turns them into feedback weights and
// into its error.
func Example() {
	rule, err := learning.RuleByName("sfdfa")
	if err != nil {
		panic(err)
	}
	settings := &learning.Settings{
		Rule: rule, Targets: learning.Targets{Right: 3, Other: 1}, Ties: learning.EarliestSpike,
	}
	spikes := []messages.Spike{
		{Time: 0.01, Source: 1, Grade: 0.5}, {Time: 0.02, Source: 0, Grade: 2}, {Time: 0.03, Source: 1, Grade: -1},
	}
	outcome, broadcast := learning.NewDecoder(settings, 2).Decode(spikes, 0)
	fmt.Printf("predicts %d with a loss of %v\n", outcome.Prediction, outcome.Loss)
	fmt.Println("errors", broadcast.Errors, "derivatives", broadcast.Derivatives)

	feedback := rule.Feedback().(learning.LearnedFeedback)
	row, perturbation := make([]float64, 2), 0.5
	feedback.Start(row, nil) // at 0, without a draw
	feedback.Move(row, []float64{perturbation * broadcast.Derivatives[0], perturbation * broadcast.Derivatives[1]}, 1, 0.5)
	fmt.Println("feedback weights", row, "hidden error", learning.Project(row, broadcast.Errors))
	// Output:
	// predicts 1 with a loss of 2.5
	// errors [2 -1] derivatives [2 -0.5]
	// feedback weights [0.5 -0.125] hidden error 1.125
}

// The rules, where the error of their hidden neurons comes from, and what they send.
func ExampleRule() {
	for _, rule := range learning.Rules {
		sends := rule.Sends()
		fmt.Printf("%s: %s, grades %v, %d numbers a broadcast to 10 outputs\n", rule.Name(), rule.HiddenError(), sends.Grades, sends.BroadcastNumbers(10))
	}
	// Output:
	// sfdfa: projected, grades true, 20 numbers a broadcast to 10 outputs
	// dfa: projected, grades false, 10 numbers a broadcast to 10 outputs
	// bp: back-propagated, grades false, 10 numbers a broadcast to 10 outputs
	// frozen: none, grades false, 10 numbers a broadcast to 10 outputs
}
