package runs

import (
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
)

// Calibrate replaces the settings that are left to be chosen by what suits the data set and the network's shape, and says
// what it looked at; nil if there is nothing to choose. It refuses what would not fit into the limits.
func Calibrate(c *settings.Config, dataset *datasets.Dataset, within limits.Limits) (*calibration.Report, error) {
	if len(c.Autos()) == 0 {
		return nil, nil
	}
	rough := c.WithoutAutos() // which says enough of the network's size
	if err := checkInputs(&rough, dataset); err != nil {
		return nil, err
	}
	if err := admitRun(&rough, dataset, within); err != nil {
		return nil, err
	}
	return calibration.Choose(c, calibration.Source{
		Train: dataset.Train, Inputs: dataset.Inputs, Classes: dataset.Classes, Workers: CPUCores(c),
		Build: func(c *settings.Config) (*network.Network, error) { return networkOf(c, dataset.Inputs, dataset.Classes) },
	})
}

// OpenCalibrated opens the config's data set and chooses what is left to be chosen.
func OpenCalibrated(c *settings.Config, within limits.Limits) (*datasets.Dataset, *calibration.Report, error) {
	dataset, err := OpenData(c)
	if err != nil {
		return nil, nil, err
	}
	report, err := Calibrate(c, dataset, within)
	return dataset, report, err
}
