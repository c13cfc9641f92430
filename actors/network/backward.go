package network

import (
	"fmt"

	"sfdfa-actors/learning"
)

// validateBackward refuses networks through which a rule that propagates errors back can't.
func (s *Spec) validateBackward() error {
	if s.Learning.Rule.HiddenError() != learning.BackPropagated {
		return nil
	}
	n := &s.Topology
	for population := n.FirstHidden(); population <= n.Output(); population++ {
		if n.Recurrent(population) {
			return fmt.Errorf("network: the rule is %s and population %s is in a cycle of projections, allowed: no cycles",
				s.Learning.Rule.Name(), n.Name(population))
		}
	}
	return nil
}
