package runs

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
)

// pictureOf is the network on the mesh that the config asks for.
func pictureOf(c *settings.Config, net *network.Network) (*mesh.Picture, error) {
	grid, err := c.Grid()
	if err != nil {
		return nil, err
	}
	format := traffic.DefaultFormat()
	if c.GradeBits > 0 {
		format.Grade = int64(c.GradeBits)
	}
	rule, err := placement.RuleByName(c.Placement)
	if err != nil {
		return nil, &settings.ConfigError{Err: err}
	}
	picture, err := mesh.NewPicture(net, rule, grid, format)
	if err != nil {
		return nil, settings.Errorf("cores-grid is %s, allowed: %d cores or more, which is what %d neurons take; neurons-per-core says how many share one", grid, len(net.Cores), neurons(net))
	}
	return picture, nil
}

func neurons(net *network.Network) (neurons int) {
	for _, size := range net.Topology.Sizes[1:] {
		neurons += size
	}
	return neurons
}

// load is what the training samples of the epoch so far came to on the mesh.
func (r *run) load() *mesh.Load {
	return r.testbed.picture.Charge(r.testbed.activity.neurons, int64(r.at.Presented), int64(batchesIn(r.at.Presented, r.config.Batch)))
}

// addHardware charges the training samples of an epoch to the mesh.
func (r *run) addHardware(m *record.Metrics) {
	load := r.load()
	report := r.testbed.picture.Report(load)
	m.Hardware = &record.HardwareMetrics{
		ActiveShare: r.testbed.activity.share(load.Samples),
		Purposes:    report.Purposes,
		PerCore:     report.PerCore["synaptic_operations"],
		PerLink:     report.PerLink["packets"],
	}
	if r.at.Load != nil {
		load.Add(r.at.Load)
	}
	r.at.Load = load
}

// total is what all training samples so far came to, those of the epoch under way
// included.
func (r *run) total() *mesh.Load {
	load := r.testbed.picture.Nothing()
	if r.at.Load != nil {
		load.Add(r.at.Load)
	}
	if r.at.Presented > 0 { // else the counter still has the epoch before
		load.Add(r.load())
	}
	return load
}

// source is what a watch sees of the run.
func (r *run) source() watch.Source {
	s := watch.Source{
		Network: r.testbed.net, Engine: r.testbed.engine, Picture: r.testbed.picture, Memory: uint64(r.schedule.Limits.Memory),
		Epoch:  r.load,
		Before: func() *mesh.Load { return r.at.Load },
		Energy: func(account *traffic.Account) *energy.Estimate {
			return energyOf(r.config, r.profile, r.testbed, account)
		},
		Time:      r.time,
		Save:      func() error { return r.kept(r.save()) },
		WireBytes: func() int64 { return wireBytes(r.testbed.engine) },
	}
	if r.schedule.Machines.Coordinator != nil {
		s.Machines = r.schedule.Machines.Coordinator.Workers()
	}
	return s
}
