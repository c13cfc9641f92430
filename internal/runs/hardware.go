package runs

import (
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/settings"
)

// Names of the files in a run directory that say what the run came to on the
// simulated hardware; docs/TRAFFIC.md describes them.
const (
	TrafficFile = "traffic.json"
	CoresFile   = "cores.csv"
	LinksFile   = "links.csv"

	meshPicture = "mesh"     // with the end .svg and .png
	barsPicture = "purposes" // the same
)

// HardwareMetrics is what the training samples of an epoch came to on the mesh.
type HardwareMetrics struct {
	// ActiveShare is the share of the pairs of a hidden or output neuron and a
	// sample in which the neuron fired: 1 − sparsity.
	ActiveShare float64         `json:"active_share"`
	Purposes    traffic.Account `json:"purposes"`
	// Over the cores with neurons: ACs and MACs. Over the links between cores.
	PerCore mesh.Distribution `json:"synaptic_operations_per_core"`
	PerLink mesh.Distribution `json:"packets_per_link"`
}

// EpochTraffic is an epoch of Traffic.
type EpochTraffic struct {
	Epoch           int     `json:"epoch"`
	SpikesPerNeuron float64 `json:"spikes_per_neuron"`
	HardwareMetrics
}

// Traffic is the content of traffic.json: all that the network has learned from,
// and the finished epochs by themselves.
type Traffic struct {
	mesh.Report
	Epochs []EpochTraffic `json:"epochs"`
}

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
func (r *run) addHardware(m *Metrics) {
	load := r.load()
	report := r.testbed.picture.Report(load)
	m.Hardware = &HardwareMetrics{
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
