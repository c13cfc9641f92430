package runs

import (
	"fmt"
	"maps"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs/record"
)

// Names of pictures, without the ends of their formats.
const (
	meshPicture   = "mesh"
	phasesPicture = "mesh_phases"
	barsPicture   = "purposes"
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
	bars, err := t.Bars(title)
	if err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	files := atomicfile.Files{
		record.TrafficFile: func() ([]byte, error) { return schema.Traffic.File(t) },
		record.CoresFile:   func() ([]byte, error) { return picture.CoresCSV(load) },
		record.LinksFile:   load.Links.CSV,
	}
	maps.Copy(files, r.schedule.Figures.Files(meshPicture, picture.HeatMap(load, title)))
	maps.Copy(files, r.schedule.Figures.Files(phasesPicture, picture.PhaseMaps(load, title)))
	maps.Copy(files, r.schedule.Figures.Files(barsPicture, bars))
	if err := files.Write(r.record.Directory); err != nil {
		return fmt.Errorf("runs: %w", err)
	}
	return nil
}

// MeshPictures are the maps of the mesh as the training so far has loaded it: all of it, and its phases. Take them before
// anything is presented. There are none of a checkpoint from before runs counted.
func (p *Probe) MeshPictures() (heat, phases figure.Picture, counted bool) {
	r := &run{config: &p.trained.Config, testbed: p.testbed, at: p.trained.startingPoint.document.Progress}
	if r.at.Load == nil && r.at.Presented == 0 {
		return heat, phases, false
	}
	load, title := r.total(), r.title()
	return p.testbed.picture.HeatMap(load, title), p.testbed.picture.PhaseMaps(load, title), true
}

// title names the run in its pictures.
func (r *run) title() string {
	return fmt.Sprintf("%s with %s, %s, %s placement on %s", r.config.Dataset, r.config.Rule, r.config.HiddenNeurons(),
		r.config.Placement, r.testbed.picture.Placement.Grid)
}
