package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/settings"
)

// Names of the files in a run directory that say what the run came to on the
// simulated hardware; docs/TRAFFIC.md describes them.
const (
	TrafficFile = "traffic.json"
	CoresFile   = "cores.csv"
	LinksFile   = "links.csv"
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

// largestTraffic bounds what is read of a traffic.json; an epoch takes some
// hundred bytes.
const largestTraffic = 64 << 20

// ReadTraffic reads the traffic of the run in a directory. A run that has written
// none yet is a ConfigError.
func ReadTraffic(directory string) (*Traffic, error) {
	path := filepath.Join(directory, TrafficFile)
	t := &Traffic{}
	err := untrusted.JSON(path, largestTraffic, t)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, settings.Errorf("%s holds no %s: it is written when a run ends or is interrupted", directory, TrafficFile)
	}
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	return t, nil
}

// EpochsOfTraffic reads what the finished epochs came to from the metrics.
func (r *Record) EpochsOfTraffic() (epochs []EpochTraffic, err error) {
	err = r.Lines(func(lines io.Reader) error {
		for decoder := json.NewDecoder(lines); ; {
			m := Metrics{}
			if err := decoder.Decode(&m); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			epochs = append(epochs, EpochTraffic{Epoch: m.Epoch, SpikesPerNeuron: m.SpikesPerNeuron, HardwareMetrics: *m.Hardware})
		}
	})
	if err != nil {
		return nil, fmt.Errorf("record: reading %s: %w", r.metrics.Name(), err)
	}
	return epochs, nil
}
