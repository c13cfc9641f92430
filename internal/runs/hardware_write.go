package runs

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
)

// writeTraffic writes what the run came to on the mesh.
func (r *run) writeTraffic() error {
	load, picture := r.total(), r.stage.picture
	epochs, err := r.record.traffic()
	if err != nil {
		return err
	}
	t := &Traffic{Report: *picture.Report(load), Epochs: epochs}
	r.summary.Traffic = t
	title := r.title()
	heat, heatWidth, heatHeight := picture.HeatMap(load, title)
	bars, barsWidth, barsHeight, err := t.Bars(title)
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	files := map[string]func() ([]byte, error){
		TrafficFile: func() ([]byte, error) { return json.MarshalIndent(t, "", "  ") },
		CoresFile:   func() ([]byte, error) { return picture.CoresCSV(load) },
		LinksFile:   load.Links.CSV,
	}
	addPicture(files, meshPicture, heat, heatWidth, heatHeight)
	addPicture(files, barsPicture, bars, barsWidth, barsHeight)
	for name, encode := range files {
		content, err := encode()
		if err == nil {
			err = atomicfile.Write(filepath.Join(r.record.directory, name), content)
		}
		if err != nil {
			return fmt.Errorf("runs: writing %s: %w", name, err)
		}
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

// addPicture adds a picture in both forms to files to be written.
func addPicture(files map[string]func() ([]byte, error), name string, p *plot.Plot, width, height vg.Length) {
	files[name+".svg"] = func() ([]byte, error) { return figure.SVG(p, width, height) }
	files[name+".png"] = func() ([]byte, error) { return figure.PNG(p, width, height) }
}

// title names the run in its pictures.
func (r *run) title() string {
	layers := strings.Trim(strings.ReplaceAll(fmt.Sprint(r.config.Layers), " ", "-"), "[]")
	return fmt.Sprintf("%s with %s, %s hidden neurons, %s placement on %s", r.config.Dataset, r.config.Rule, layers,
		r.config.Placement, r.stage.picture.Placement.Grid)
}
