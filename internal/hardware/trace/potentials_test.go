package trace

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// line is a state of a neuron as the file has it.
type line struct {
	Event      string  `json:"event"`
	Sample     int     `json:"sample"`
	Time       float64 `json:"time"`
	Population int     `json:"population"`
	Neuron     int     `json:"neuron"`
	Potential  float64 `json:"potential"`
	Current    float64 `json:"current"`
	Threshold  float64 `json:"threshold"`
}

// potentialLines are the states in a file.
func potentialLines(t *testing.T, text string) (lines []line) {
	t.Helper()
	for _, row := range strings.Split(strings.TrimSpace(text), "\n") {
		var l line
		if err := json.Unmarshal([]byte(row), &l); err != nil {
			t.Fatalf("%v in %s", err, row)
		}
		if l.Event == "potential" {
			lines = append(lines, l)
		}
	}
	return lines
}

// Hidden neuron 0 gets 3 at 0 and 2 at 1.5 ms, where it fires. With τs = 0.1 s and τm = 0.2 s, I = I₀·e^(−t/τs) and
// v = I₀·(e^(−t/τm) − e^(−t/τs)) from a reset on; the threshold is ϑ/τm = 5.
func TestPotentialsByHand(t *testing.T) {
	o := options(t, Potentials)
	o.Neurons = []Neurons{{Population: 1, First: 0, Last: 0}, {Population: 2}}
	asked := 0
	o.Learned = func(population, _ int) (messages.State, error) {
		asked++
		if population == 1 {
			return messages.State{Weights: []float64{2, 3}}, nil
		}
		return messages.State{Weights: []float64{1, 1, 1}, Averages: []float64{8, 8, 16}}, nil
	}
	r := start(t, o)
	present(t, r, messages.Test, 3, 0, 2, 1)
	finish(t, r)
	after := 3*math.Exp(-0.015) + 2
	want := []line{
		{Sample: 7, Time: 0, Population: 1, Current: 3, Threshold: 5},
		{Sample: 7, Time: 0.0015, Population: 1, Current: after, Threshold: 5},
		{Sample: 7, Time: 0.004, Population: 1, Potential: after * (math.Exp(-0.0125) - math.Exp(-0.025)), Current: after * math.Exp(-0.025), Threshold: 5},
		{Sample: 7, Time: 0, Population: 2, Threshold: 5},
		{Sample: 7, Time: 0.0005, Population: 2, Current: 16, Threshold: 5}, // a test has the averages
		{Sample: 7, Time: 0.0015, Population: 2, Potential: 16 * (math.Exp(-0.005) - math.Exp(-0.01)), Current: 16*math.Exp(-0.01) + 8, Threshold: 5},
		{Sample: 7, Time: 0.004, Population: 2, Threshold: 5},
		{Sample: 8, Time: 0, Population: 1, Threshold: 5},
		{Sample: 8, Time: 0.004, Population: 1, Threshold: 5},
		{Sample: 8, Time: 0, Population: 2, Threshold: 5},
		{Sample: 8, Time: 0.004, Population: 2, Threshold: 5}, // fires, as a hand wrote it down
	}
	at := &want[6]
	at.Potential = want[5].Potential*math.Exp(-0.0125) + want[5].Current*(math.Exp(-0.0125)-math.Exp(-0.025))
	at.Current = want[5].Current * math.Exp(-0.025)
	got := potentialLines(t, read(t, o.File))
	if len(got) != len(want) || asked != 2 {
		t.Fatalf("%d states, asked %d times, want %d and 2:\n%s", len(got), asked, len(want), read(t, o.File))
	}
	for i, w := range want {
		w.Event = "potential"
		g := got[i]
		if d := math.Abs(g.Potential-w.Potential) + math.Abs(g.Current-w.Current); d > 1e-12 {
			t.Errorf("state %d is %+v, want %+v", i, g, w)
		}
		if g.Potential, g.Current = w.Potential, w.Current; g != w {
			t.Errorf("state %d is %+v, want %+v", i, g, w)
		}
	}
}

// What a network lacks, or does not tell, is refused before anything is written.
func TestNeuronsWhosePotentialsArentThere(t *testing.T) {
	net, _ := handNetwork(t)
	delayed := net.Spec
	delayed.Topology.Projections = []topology.Projection{
		{From: 0, To: 1, Rule: topology.Dense{}, Weights: topology.Uniform{High: 1}, Delays: topology.Delays{Distribution: topology.Uniform{Low: 0.001, High: 0.002}}},
		{From: 1, To: 2, Rule: topology.Dense{}, Weights: topology.Uniform{High: 1}},
	}
	delayed.Learning.Rule, _ = learning.RuleByName("frozen")
	other, err := network.New(delayed)
	if err != nil {
		t.Fatal(err)
	}
	for want, of := range map[string]struct {
		net     *network.Network
		neurons Neurons
	}{
		"population 0, allowed: from 1 to 2":                   {net, Neurons{0, 0, 0}},
		"population 3, allowed: from 1 to 2":                   {net, Neurons{3, 0, 0}},
		"neurons 0 to 3 of population 1, allowed: from 0 to 2": {net, Neurons{1, 0, 3}},
		"neurons 2 to 1 of population 1, allowed":              {net, Neurons{1, 2, 1}},
		"delays of their own":                                  {other, Neurons{1, 0, 0}},
	} {
		o := Options{Neurons: []Neurons{of.neurons}}
		if err := o.Serves(of.net); !errors.Is(err, ErrNeurons) || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
