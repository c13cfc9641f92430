package distributed

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/topology"
)

// job is a worker's part in a network.
type job struct {
	*session
	coordinator string
}

// checkBuild refuses a network that can't be built, or not here.
func (w *Worker) checkBuild(m *wire.Build, c challenge) (Blueprint, error) {
	if c.machine < 1 || c.machine >= len(m.Addresses) || m.Window < minWindow || m.Window > maxWindow || m.Patience < minPatience || m.Patience > maxPatience {
		return Blueprint{}, fmt.Errorf("a build for machine %d of %d with a window of %d bytes and a patience of %v can't be", c.machine, len(m.Addresses), m.Window, m.Patience)
	}
	blueprint, err := w.builder(m.Spec)
	if err != nil {
		return Blueprint{}, err
	}
	return blueprint, w.admit(blueprint, m, c.machine)
}

// admit refuses a part of a network that is none, or too large.
func (w *Worker) admit(blueprint Blueprint, m *wire.Build, machine int) error {
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

// links are the ways to all other machines.
func (w *Worker) links(own wire.Header, m *wire.Build) []*link {
	links := make([]*link, len(m.Addresses))
	now := time.Now()
	for machine, address := range m.Addresses {
		if machine != own.From {
			links[machine] = newLink(machine, address, m.Window, own, w.endpoint.postTo(address), now)
		}
	}
	return links
}

// work builds the worker's part, lets it work, and cleans up.
func (w *Worker) work(j *job, setup network.Setup, transport actors.Transport) {
	slog.Info("building a part of a network", "coordinator", j.coordinator)
	share, err := j.buildShare(setup, transport)
	switch {
	case err != nil:
		j.end(err)
	case share != nil: // it did not panic
		j.sayBuilt()
	}
	<-j.ended
	w.sayWhy(j)
	j.running.Wait()
	if share != nil {
		_ = share.Close() // it has failed already, and j.reason says why
	}
	w.lock.Lock()
	w.job = nil
	w.lock.Unlock()
	slog.Info("waiting for a coordinator", "address", w.endpoint.address)
}

// buildShare builds the worker's part.
func (j *job) buildShare(setup network.Setup, transport actors.Transport) (share *system.Engine, err error) {
	defer j.recoverPanic("building")
	share, err = system.NewShare(j.router.net, setup, transport, system.Share{Cores: j.router.owns, Elsewhere: j.router})
	if err == nil {
		j.router.share.Store(share)
		j.watchShare(share)
	}
	return share, err
}

func (j *job) sayBuilt() {
	neurons := 0
	for _, core := range j.router.net.Cores {
		if j.router.owns(core) {
			neurons += core.Count
		}
	}
	slog.Info("built", "neurons", neurons)
	if m, err := wire.EncodeMessage(&wire.Built{Neurons: neurons}); err == nil { // a number always can
		j.router.links[0].send(m)
	}
}

// sayWhy tells the coordinator why this worker does not go on.
func (w *Worker) sayWhy(j *job) {
	var why any = &wire.Failure{Reason: j.reason.Error(), Lost: IsLost(j.reason)}
	if errors.Is(j.reason, errReleased) {
		slog.Info("released", "coordinator", j.coordinator)
		why = &wire.Release{}
	} else {
		slog.Warn("the work ends early", "coordinator", j.coordinator, "reason", j.reason)
	}
	if frame, err := wire.Encode(j.header, why); err == nil { // a few words always can
		w.endpoint.postTo(j.coordinator)(frame)
	}
}
