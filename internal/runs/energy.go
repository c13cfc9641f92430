package runs

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// EnergyFile is the file in a run directory with the estimate of energy;
// docs/ENERGY.md describes it.
const EnergyFile = "energy.json"

// profileOf opens the energy profile that the config asks for.
func profileOf(c *settings.Config) (*energy.Profile, error) {
	p, err := energy.Open(c.EnergyProfile)
	if errors.Is(err, energy.ErrProfile) {
		return nil, &settings.ConfigError{Err: err}
	}
	return p, err
}

// energyOf is the energy of an account's samples by a profile. The share of a clock's steps that come after something
// has reached a neuron is that of the last test.
func energyOf(c *settings.Config, p *energy.Profile, t *testbed, account *traffic.Account) *energy.Estimate {
	cores := int64(len(t.picture.Placement.Cores))
	return p.Estimate(energy.Count(account, energy.Clock{
		Timestep: c.Timestep, Neurons: int64(neurons(t.net)), Duration: c.Duration, Cores: cores, Chips: p.Chips(cores),
		Reached: t.bench.ReachedShare(),
	}))
}

// writeEnergy estimates the energy of all training samples so far.
func (r *run) writeEnergy() error {
	account := r.total().Account()
	r.summary.Energy = energyOf(r.config, r.profile, r.testbed, &account)
	return r.record.WriteObject(EnergyFile, schema.Energy, r.summary.Energy)
}

// EstimateEnergy estimates the energy of the run in a directory again, by another
// profile or time step, in seconds; "" and 0 are the run's own. What it can't be by
// is a ConfigError.
func EstimateEnergy(directory, profile string, timestep float64) (*energy.Estimate, error) {
	c, err := record.ReadConfig(directory)
	if err != nil {
		return nil, err
	}
	if profile != "" {
		c.EnergyProfile = profile
	}
	if timestep != 0 {
		c.Timestep = timestep
	}
	if err := c.Validate(); err != nil {
		return nil, err
	}
	p, err := profileOf(&c)
	if err != nil {
		return nil, err
	}
	estimate, err := estimator(directory, p, c.Timestep)
	if err != nil {
		return nil, err
	}
	t, err := record.ReadTraffic(directory)
	if err != nil {
		return nil, err
	}
	return estimate(&t.Purposes), nil
}

// estimator estimates the energy of accounts of the run in a directory, whose clock stands in its estimate.
func estimator(directory string, p *energy.Profile, timestep float64) (func(*traffic.Account) *energy.Estimate, error) {
	before, err := ReadEnergy(directory)
	if err != nil {
		return nil, err
	}
	clock := before.Assumed
	clock.Timestep, clock.Chips = timestep, p.Chips(clock.Cores)
	return func(account *traffic.Account) *energy.Estimate { return p.Estimate(energy.Count(account, clock)) }, nil
}

// Estimator returns what estimates the energy of accounts of the run in a directory, by the run's own profile. Its errors
// are those of EstimateEnergy.
func Estimator(directory string) (func(*traffic.Account) *energy.Estimate, error) {
	c, err := record.ReadConfig(directory)
	if err != nil {
		return nil, err
	}
	p, err := profileOf(&c)
	if err != nil {
		return nil, err
	}
	return estimator(directory, p, c.Timestep)
}

// largestEstimate bounds what is read of an energy.json, in bytes.
const largestEstimate = 1 << 20

// ReadEnergy reads the estimate in a run directory. It is a ConfigError if there is none.
func ReadEnergy(directory string) (*energy.Estimate, error) {
	e := &energy.Estimate{}
	err := untrusted.JSON(filepath.Join(directory, EnergyFile), largestEstimate, e)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, settings.Errorf("%s has no %s, allowed: the directory of a run that has ended, or was interrupted", directory, EnergyFile)
	}
	if err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	return e, nil
}
