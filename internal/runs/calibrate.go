package runs

import (
	"fmt"
	"log/slog"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// Calibrate replaces the settings that are left to be chosen by what suits the data set and the network's shape, and says
// what it looked at; nil if there is nothing to choose and the data are not the user's own. It refuses what would not fit
// into the limits.
func Calibrate(c *settings.Config, dataset *datasets.Dataset, within limits.Limits) (*calibration.Report, error) {
	if len(c.Autos()) > 0 {
		rough := c.WithoutAutos() // which says enough of the network's size
		if _, err := admitSize(&rough, dataset, within); err != nil {
			return nil, err
		}
	}
	return calibrate(c, dataset, calibration.Source{})
}

// calibrate is Calibrate without limits: it builds the network part by part, so that its size does not matter. It looks at
// no more than from says, where the rest is filled in.
func calibrate(c *settings.Config, dataset *datasets.Dataset, from calibration.Source) (*calibration.Report, error) {
	if len(c.Autos()) == 0 && c.Dataset != "npz" {
		return nil, nil
	}
	if err := checkInputs(c, dataset); err != nil {
		return nil, err
	}
	from.Train, from.Inputs, from.Classes, from.Workers = dataset.Train, dataset.Inputs, dataset.Classes, CPUCores(c)
	from.Build = func(c *settings.Config) (*network.Network, error) {
		return networkOf(c, dataset.Inputs, dataset.Classes)
	}
	return calibration.Choose(c, from)
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

// tellChoice writes down and tells what was chosen from the data.
func (r *run) tellChoice() error {
	report := r.testbed.chosen
	if report == nil {
		return nil
	}
	if len(report.Chosen) > 0 {
		if err := r.record.WriteObject(record.CalibrationFile, schema.Calibration, report); err != nil {
			return err
		}
	}
	r.observer.Chosen(r.config, report)
	for _, warning := range report.Data.Warnings() {
		slog.Warn(warning, "dataset", r.config.Dataset)
	}
	return nil
}

// warn says once which is the first population that does not work, and what would help.
func (r *run) warn(epoch int) {
	if r.warned {
		return
	}
	if population, what := calibration.FirstFault(r.testbed.activity.neurons, r.at.Tally.Samples, r.testbed.net.Topology.Label); what != "" {
		r.warned = true
		slog.Warn(what, "epoch", epoch, "try", r.advice(population))
	}
}

// Bounds on the probe for a piece of advice, for which a run has not set memory aside: samples, and pairs of a neuron of
// the widest population and a sample, of which each keeps its spikes.
const (
	adviceSamples = 8
	advicePairs   = 4_000_000
)

// advice is the threshold of a population that a probe of the network before training shows to work.
func (r *run) advice(population int) string {
	c := *r.config
	if c.Network != "" {
		return "another threshold or larger weights of population " + r.testbed.net.Topology.Name(population)
	}
	name, isOutput := "hidden-threshold", population == r.testbed.net.Topology.Output()
	if isOutput {
		name, c.OutputThreshold = "output-threshold", settings.Auto
	} else {
		c.HiddenThreshold = nil
	}
	samples := max(1, min(adviceSamples, advicePairs/slices.Max(c.Layers)))
	report, err := calibrate(&c, r.testbed.dataset, calibration.Source{Samples: samples, OnlyHidden: !isOutput})
	if err != nil {
		return err.Error()
	}
	value := ""
	for _, s := range settings.All(&c) {
		if s.Name == name {
			value = s.Text()
		}
	}
	works := report.Populations[population-1]
	return fmt.Sprintf("--%s %s, with which %.0f %% of them fire in a sample at the start, mean spike count %s; or --calibrate on", name, value, 100*works.Active, numeral.Rounded(works.Spikes, 2))
}
