package distributed

import (
	"fmt"

	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/topology"
)

// checkBuild refuses a network that can't be built, or not with this worker as a machine
// of it, and returns the plan of one that can.
func (w *Worker) checkBuild(m *wire.Build, machine int) (Blueprint, error) {
	if machine < 1 || machine >= len(m.Addresses) || m.Window < minWindow || m.Window > maxWindow || m.Patience < minPatience || m.Patience > maxPatience {
		return Blueprint{}, fmt.Errorf("a build for machine %d of %d with a window of %d bytes and a patience of %v can't be", machine, len(m.Addresses), m.Window, m.Patience)
	}
	blueprint, err := w.builder(m.Spec)
	if err != nil {
		return Blueprint{}, err
	}
	return blueprint, w.checkPart(blueprint, m, machine)
}

// checkPart refuses a placement of another network, and a part that is too large.
func (w *Worker) checkPart(blueprint Blueprint, m *wire.Build, machine int) error {
	cores := blueprint.Network.Cores
	if len(m.Owners) != len(cores) {
		return fmt.Errorf("%d cores are placed, the network has %d", len(m.Owners), len(cores))
	}
	neurons := 0
	for _, core := range cores {
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
