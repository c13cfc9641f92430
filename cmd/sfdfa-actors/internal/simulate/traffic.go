package simulate

import (
	"errors"
	"maps"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs/watch"
	config "sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/report"
	"sfdfa-actors/internal/study/simulation/chip"
)

// noPlacement leaves traffic out.
const noPlacement = "none"

// Names of the files about traffic in the directory.
const (
	meshPicture = "mesh"    // with the end of its format
	timePicture = "traffic" // the same
	coresFile   = "cores_over_time.csv"
	linksFile   = "links_over_time.csv"
)

// checkHardware checks the settings of hardware.
func (s *settings) checkHardware() error {
	if s.Placement == noPlacement {
		return nil
	}
	_, err := placement.RuleByName(s.Placement)
	if err != nil {
		err = config.Errorf("%w; or %s", err, noPlacement)
	}
	_, failure := energy.Open(s.Profile)
	if errors.Is(failure, energy.ErrProfile) {
		failure = config.Errorf("%w", failure)
	}
	return config.Join(err, failure)
}

// place places the network on a mesh, or returns nil where traffic is not asked for or takes too much memory.
func (s *settings) place(net *network.Network) (*chip.Chip, error) {
	if s.Placement == noPlacement || s.Placement == "" { // of a run that an earlier version began
		return nil, nil
	}
	c, err := chip.New(net, chip.Settings{Placement: s.Placement, Profile: s.Profile, Timestep: config.Base().Timestep, Duration: s.Duration.Seconds()})
	if errors.Is(err, chip.ErrTooLarge) {
		return nil, nil
	}
	return c, err
}

// addTraffic adds the files about traffic, and shows it on the page.
func (r *freeRun) addTraffic(files atomicfile.Files, page *report.Free, title string) error {
	if r.chip == nil {
		return nil
	}
	overTime, err := r.chip.TimePicture(title)
	if err != nil {
		return err
	}
	mesh := r.chip.MeshPicture(title)
	page.Mesh, page.OverTime = &mesh, &overTime
	maps.Copy(files, r.figures.Files(meshPicture, mesh))
	maps.Copy(files, r.figures.Files(timePicture, overTime))
	files[coresFile], files[linksFile] = r.chip.CoresCSV, r.chip.LinksCSV
	page.Files[coresFile] = "what each core did over time"
	page.Files[linksFile] = "what each link carried over time"
	return nil
}

// show lets a watch see the traffic of the network.
func (r *freeRun) show(source *watch.Source) {
	if r.chip == nil {
		return
	}
	source.Picture, source.Recent, source.Before = r.chip.Picture, r.chip.Recent, r.chip.All
	source.Energy = func(account *traffic.Account) *energy.Estimate { return r.chip.Estimate(account, r.simulation.Time()) }
}
