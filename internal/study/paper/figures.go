package paper

import (
	"fmt"
	"slices"
	"strings"

	"sfdfa-actors/internal/settings"
)

// Figure is one figure of the paper. It is either calculated from one neuron or
// drawn from networks that are trained.
type Figure struct {
	Number     int
	Shows      string // one line
	Calculated func() Calculation
	Trained    *Training
}

// Calculation is the settings of a figure that is calculated, with the default
// values when new, and the figure itself.
type Calculation interface {
	// Draw returns a ConfigError for a setting that can't be.
	Draw() (*Drawing, error)
}

// Figures is the table of figures, by number.
var Figures = []Figure{
	{Number: 1, Shows: "the factor of the local gradient over the synaptic current, exact and bounded", Calculated: newFactor},
	{Number: 2, Shows: "the gradient of a neuron with two inputs over their two weights, exact and modified, with its critical points", Calculated: newField},
	{Number: 3, Shows: "potential, current, factor and gradient of that neuron over time, at one critical point", Calculated: newTrace},
	{Number: 4, Shows: "loss and accuracy of two identical networks, trained with the exact and the modified gradient", Trained: &gradients},
	{Number: 5, Shows: "loss and accuracy of BP, DFA and SFDFA on MNIST", Trained: rulesOn("mnist")},
	{Number: 6, Shows: "the same on EMNIST", Trained: rulesOn("emnist-balanced")},
	{Number: 7, Shows: "the same on Fashion-MNIST", Trained: rulesOn("fashion-mnist")},
	{Number: 8, Shows: "the same on SHD", Trained: rulesOn("shd")},
	{Number: 9, Shows: "angles between the gradients of DFA and SFDFA and those of BP, layer by layer", Trained: &angles},
	{Number: 10, Shows: "angle between the output weights and the feedback weights of the last hidden layer, DFA and SFDFA", Trained: &alignment},
}

// Name is what its files are called.
func (f *Figure) Name() string { return fmt.Sprintf("figure-%d", f.Number) }

// List is the table of figures in lines.
func List() string {
	var text strings.Builder
	for i := range Figures {
		fmt.Fprintf(&text, "%4d  %s\n", Figures[i].Number, Figures[i].Shows)
	}
	return text.String()
}

// FigureByName returns the figure of a number, as it is written in an argument.
func FigureByName(number string) (*Figure, error) {
	i := slices.IndexFunc(Figures, func(f Figure) bool { return fmt.Sprint(f.Number) == number })
	if i < 0 {
		return nil, settings.Errorf("figure is %q, allowed: 1 to %d; \"figure list\" says what they show", number, len(Figures))
	}
	return &Figures[i], nil
}
