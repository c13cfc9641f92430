package reference_test

import (
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/networktest/eventqueue"
	"sfdfa-actors/internal/study/selfcheck/graph"
	"sfdfa-actors/learning"
)

func TestMain(m *testing.M) { networktest.RunTests(m) }

// Back-propagation is refused where errors can't be carried back, with the reason.
func TestWhatBackPropagationCanNotRun(t *testing.T) {
	refused := 0
	for seed := range uint64(20) {
		c := eventqueue.Random(seed)
		g := graph.New(networktest.Graph(&c), learning.Exact, learning.Fused, 4)
		g.Spec.Learning.Rule = learning.BP{}
		n := &g.Spec.Topology
		cyclic := false
		for population := range n.Sizes {
			cyclic = cyclic || n.Recurrent(population)
		}
		_, err := network.New(g.Spec)
		if refusal := err != nil && strings.Contains(err.Error(), "the rule is bp and population"); refusal != cyclic {
			t.Errorf("seed %d: error %v, but cycles: %v", seed, err, cyclic)
		}
		if cyclic {
			refused++
		}
	}
	if refused == 0 || refused == 20 {
		t.Errorf("refused %d of 20 networks, want some", refused)
	}
}
