package runs

import (
	"encoding/json"
	"fmt"
	"io"

	"sfdfa-actors/internal/file/atomicfile"
)

// writeTraffic writes what the run came to on the mesh.
func (r *run) writeTraffic() error {
	load, picture := r.total(), r.testbed.picture
	epochs, err := r.record.traffic()
	if err != nil {
		return err
	}
	t := &Traffic{Report: *picture.Report(load), Epochs: epochs}
	r.summary.Traffic = t
	title := r.title()
	heat := picture.HeatMap(load, title)
	bars, err := t.Bars(title)
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	err = atomicfile.Files{
		TrafficFile: func() ([]byte, error) { return json.MarshalIndent(t, "", "  ") },
		CoresFile:   func() ([]byte, error) { return picture.CoresCSV(load) },
		LinksFile:   load.Links.CSV,

		meshPicture + ".svg": heat.SVG, meshPicture + ".png": heat.PNG,
		barsPicture + ".svg": bars.SVG, barsPicture + ".png": bars.PNG,
	}.Write(r.record.directory)
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	return nil
}

// traffic reads what the finished epochs came to from the metrics.
func (r *record) traffic() (epochs []EpochTraffic, err error) {
	err = r.lines(func(lines io.Reader) error {
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
		return nil, fmt.Errorf("runs: reading %s: %w", r.metrics.Name(), err)
	}
	return epochs, nil
}

// title names the run in its pictures.
func (r *run) title() string {
	layers := Sizes(r.config.Layers, "-")
	return fmt.Sprintf("%s with %s, %s hidden neurons, %s placement on %s", r.config.Dataset, r.config.Rule, layers,
		r.config.Placement, r.testbed.picture.Placement.Grid)
}
