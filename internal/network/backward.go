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
	for k := range n.Projections {
		if n.Projections[k].LearnsDelays {
			return fmt.Errorf("network: projection %d is to learn its delays, which the rule %s can't: it must be a rule with local errors", k, s.Learning.Rule.Name())
		}
	}
	for population := n.FirstHidden(); population <= n.Output(); population++ {
		why := ""
		switch {
		case n.Recurrent(population):
			why = "is in a cycle of projections"
		case n.HasSynapticDelays(population):
			why = "has synapses with delays of their own"
		case len(s.Drives) > 0 && s.Drives[population-1].IsThere():
			why = "has a drive"
		default:
			continue
		}
		return fmt.Errorf("network: the rule is %s and population %s %s, allowed: no cycles, no drives, and delays that are constant or per axon",
			s.Learning.Rule.Name(), n.Name(population), why)
	}
	return nil
}
