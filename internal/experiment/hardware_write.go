package experiment

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/atomicfile"
	"sfdfa-actors/internal/figure"
)

// writeTraffic writes what the run came to on the mesh.
func (r *run) writeTraffic() error {
	load, picture := r.total(), r.stage.picture
	t := &Traffic{Report: *picture.Report(load), Epochs: r.traffic}
	r.summary.Traffic = t
	title := r.title()
	heat, heatWidth, heatHeight := picture.HeatMap(load, title)
	bars, barsWidth, barsHeight, err := t.Bars(title)
	if err != nil {
		return fmt.Errorf("experiment: %w", err)
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
			return fmt.Errorf("experiment: writing %s: %w", name, err)
		}
	}
	return nil
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
