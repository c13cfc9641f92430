package distributed

import (
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/topology"
)

// checkBuild returns the plan of a network, and the network, or refuses one that can't be
// built, or not with this worker as a machine of it. Until its part is known to fit, nothing
// is made in proportion to a number that the coordinator names: all is counted.
func (w *Worker) checkBuild(m *wire.Build, machine int) (terms.Blueprint, *network.Network, error) {
	if machine < 1 || machine >= len(m.Addresses) || m.Window < minWindow || m.Window > maxWindow || m.Patience < minPatience || m.Patience > maxPatience {
		return terms.Blueprint{}, nil, fmt.Errorf("a build for machine %d of %d with a window of %d bytes and a patience of %v can't be", machine, len(m.Addresses), m.Window, m.Patience)
	}
	blueprint, err := w.builder(m.Spec)
	if err == nil {
		err = w.checkPart(blueprint, m, machine)
	}
	if err != nil {
		return terms.Blueprint{}, nil, err
	}
	net, err := network.New(blueprint.Spec)
	return blueprint, net, err
}

// checkPart refuses a placement of another network, and a part that is too large.
func (w *Worker) checkPart(blueprint terms.Blueprint, m *wire.Build, machine int) error {
	net, perCore := &blueprint.Spec.Topology, blueprint.Spec.NeuronsPerCore
	if err := net.Validate(); err != nil {
		return err
	}
	if cores := net.TotalCoreCount(perCore); len(m.Owners) != cores {
		return fmt.Errorf("%d cores are placed, the network has %d", len(m.Owners), cores)
	}
	neurons := 0
	for core := range net.EachCore(perCore) {
		owner := m.Owners[core.ID]
		if owner < 0 || owner >= len(m.Addresses) {
			return fmt.Errorf("core %d is placed on machine %d, allowed: 0 to %d", core.ID, owner, len(m.Addresses)-1)
		}
		if owner == machine {
			neurons += core.Count
		}
	}
	if w.maxNeurons > 0 && neurons > w.maxNeurons {
		return fmt.Errorf("its part has %d neurons, allowed by max-neurons: %d", neurons, w.maxNeurons)
	}
	if blueprint.Admit == nil {
		return nil
	}
	return blueprint.Admit(func(core topology.Core) bool { return m.Owners[core.ID] == machine })
}
