package runs

import (
	"fmt"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs/record"
)

const (
	meshPicture   = "mesh"        // with the end .svg and .png
	phasesPicture = "mesh_phases" // the same
	barsPicture   = "purposes"    // the same
)

// writeTraffic writes what the run came to on the mesh.
func (r *run) writeTraffic() error {
	load, picture := r.total(), r.testbed.picture
	epochs, err := r.record.EpochsOfTraffic()
	if err != nil {
		return err
	}
	t := &record.Traffic{Report: *picture.Report(load), Epochs: epochs}
	r.summary.Traffic = t
	title := r.title()
	heat, phases := picture.HeatMap(load, title), picture.PhaseMaps(load, title)
	bars, err := t.Bars(title)
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	err = atomicfile.Files{
		record.TrafficFile: func() ([]byte, error) { return schema.Traffic.File(t) },
		record.CoresFile:   func() ([]byte, error) { return picture.CoresCSV(load) },
		record.LinksFile:   load.Links.CSV,

		meshPicture + ".svg": heat.SVG, meshPicture + ".png": heat.PNG,
		phasesPicture + ".svg": phases.SVG, phasesPicture + ".png": phases.PNG,
		barsPicture + ".svg": bars.SVG, barsPicture + ".png": bars.PNG,
	}.Write(r.record.Directory)
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	return nil
}

// title names the run in its pictures.
func (r *run) title() string {
	layers := figure.Sizes(r.config.Layers, "-")
	return fmt.Sprintf("%s with %s, %s hidden neurons, %s placement on %s", r.config.Dataset, r.config.Rule, layers,
		r.config.Placement, r.testbed.picture.Placement.Grid)
}
