package reference_test

import (
	"strings"
	"testing"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/networktest/eventqueue"
	"sfdfa-actors/internal/study/selfcheck/graph"
	"sfdfa-actors/learning"
)

// Back-propagation is refused where errors can't be carried back, with the reason.
func TestWhatBackPropagationCanNotRun(t *testing.T) {
	refused := map[string]int{}
	for seed := range uint64(20) {
		c := eventqueue.Random(seed)
		g := graph.New(networktest.Graph(&c), learning.Exact, learning.Fused, 4)
		g.Spec.Learning.Rule = learning.BP{}
		for k := range g.Spec.Topology.Projections {
			g.Spec.Topology.Projections[k].LearnsDelays = false
		}
		_, err := network.New(g.Spec)
		if err == nil || !strings.Contains(err.Error(), "the rule is bp and population") {
			t.Errorf("seed %d: error %v, want one about what bp can't do", seed, err)
			continue
		}
		for _, why := range []string{"is in a cycle", "delays of their own"} {
			if strings.Contains(err.Error(), why) {
				refused[why]++
			}
		}
	}
	if len(refused) != 2 {
		t.Errorf("refused %v, want cycles and delays of synapses", refused)
	}
}
