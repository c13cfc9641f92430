package reference_test

import (
	"strings"
	"testing"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/networktest/eventqueue"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/study/selfcheck/graph"
	"sfdfa-actors/learning"
)

// Back-propagation is refused where errors can't be carried back: on networks that are no chains.
func TestBackPropagationNeedsAChain(t *testing.T) {
	for seed := range uint64(5) {
		c := eventqueue.Random(seed)
		g := graph.New(networktest.Graph(&c), learning.Exact, learning.Fused, 4)
		g.Spec.Learning.Rule = learning.BP{}
		for k := range g.Spec.Topology.Projections {
			g.Spec.Topology.Projections[k].LearnsDelays = false
		}
		net, err := g.Network()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reference.New(net, network.Setup{Parts: g.Parts}); err == nil || !strings.Contains(err.Error(), "the rule is bp, allowed on chains") {
			t.Errorf("seed %d: error %v, want one about chains", seed, err)
		}
	}
}
