package extending_test

import (
	"context"
	"math"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// SignedDFA is direct feedback alignment with feedback weights of −1 and 1.
type SignedDFA struct{ learning.DFA }

// Name implements learning.Rule.
func (SignedDFA) Name() string { return "signed-dfa" }

// Summary implements learning.Rule.
func (SignedDFA) Summary() string { return "direct feedback alignment: fixed random signs" }

// Feedback implements learning.Rule.
func (SignedDFA) Feedback() learning.Feedback { return signs{} }

// signs are feedback weights that are −1 or 1, with equal chances.
type signs struct{ learning.RandomFeedback }

// Start implements learning.Feedback.
func (s signs) Start(row []float64, random *rng.Stream) {
	s.RandomFeedback.Start(row, random)
	for o := range row {
		row[o] = math.Copysign(1, row[o])
	}
}

// addRule puts the rule into the table until the test ends.
func addRule(t *testing.T, rule learning.Rule) {
	before := learning.Rules
	learning.Rules = append(learning.Rules[:len(before):len(before)], rule)
	t.Cleanup(func() { learning.Rules = before })
}

// A rule of its own file and a line in the table is found by name, trains to the same
// bits on both engines, and pays for what it sends.
func TestARuleIsAFileAndALine(t *testing.T) {
	addRule(t, SignedDFA{})
	rule, err := learning.RuleByName("signed-dfa")
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(12) {
		c := networktest.Random(seed)
		c.Spec.Learning.Rule = rule
		net, err := network.New(c.Spec)
		if err != nil {
			t.Fatal(err)
		}
		setup := network.Setup{Parts: c.Parts}
		loop, err := reference.New(net, setup)
		want, counted := trained(t, net, &c.Train, loop, err)
		samples := int64(len(c.Train.Indices))
		if broadcasts := samples * int64(len(net.Cores)); counted.Broadcasts != broadcasts || counted.BroadcastWords != broadcasts*int64(net.Outputs()) {
			t.Errorf("seed %d: %d broadcasts of %d numbers, want one of %d for each of %d cores and %d samples", seed, counted.Broadcasts, counted.BroadcastWords, net.Outputs(), len(net.Cores), samples)
		}
		for _, transport := range actors.Transports() {
			concurrent, err := system.New(net, setup, transport)
			got, tally := trained(t, net, &c.Train, concurrent, err)
			if got != want || tally != counted {
				t.Errorf("seed %d, %s: actors reach %s and count %+v, want %s and %+v", seed, transport, got, tally, want, counted)
			}
		}
		c.Spec.Learning.Rule = learning.DFA{}
		if net, err = network.New(c.Spec); err != nil {
			t.Fatal(err)
		}
		plain, err := reference.New(net, setup)
		if other, _ := trained(t, net, &c.Train, plain, err); other == want {
			t.Errorf("seed %d: the same weights as with DFA", seed)
		}
	}
}

// trained trains a network and returns the digest of its weights, and its traffic
// without what depends on the engine.
func trained(t *testing.T, net *network.Network, a *messages.Assignment, e network.Engine, err error) (messages.Digest, messages.Count) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	finished, err := e.Run(context.Background(), a, func([]messages.Outcome) {})
	if err != nil {
		t.Fatal(err)
	}
	err = e.States(1, func(states []messages.State) error {
		for i := range states {
			if len(states[i].Feedback) != net.Outputs() {
				t.Errorf("%d feedback weights, want %d", len(states[i].Feedback), net.Outputs())
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	digest, err := e.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return digest, finished.Tally.Logical()
}
