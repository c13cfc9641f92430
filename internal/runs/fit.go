package runs

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/fit"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// Fit reports how the config's network fits on each of some chips, with weights and
// delays as the options say; the config says the time step. If the config is that of a run in a directory, or a variant of it,
// its checkpoint says how many inputs and classes there are, and no data are needed.
func Fit(c settings.Config, directory string, chips []fit.Chip, o fit.Options) ([]*fit.Report, error) {
	net, err := networkLike(&c, directory)
	if err != nil {
		return nil, err
	}
	o.Timestep = c.Timestep
	reports := make([]*fit.Report, len(chips))
	for i, chip := range chips {
		if reports[i], err = fit.On(net, chip, o); err != nil {
			return nil, err
		}
	}
	return reports, nil
}

// networkLike is the config's network on its data set, or on that of the run in a
// directory if there is one with a checkpoint.
func networkLike(c *settings.Config, directory string) (*network.Network, error) {
	if directory != "" {
		own, err := record.ReadConfig(directory)
		if err != nil {
			return nil, err
		}
		o, _, err := newestStartingPoint(&own, directory)
		if err != nil {
			return nil, err
		}
		if o.file != nil && own.Dataset == c.Dataset {
			defer o.close()
			return networkOf(c, o.document.Inputs, o.document.Classes)
		}
	}
	rough := c.WithoutAutos() // what is chosen later changes no size
	dataset, err := OpenData(&rough)
	if err != nil {
		return nil, err
	}
	return NewNetwork(&rough, dataset, limits.Limits{})
}
