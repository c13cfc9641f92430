package experiment

import (
	"errors"

	"sfdfa-actors/internal/energy"
	"sfdfa-actors/internal/mesh"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/traffic"
)

// EnergyFile is the file in a run directory with the estimate of energy;
// docs/ENERGY.md describes it.
const EnergyFile = "energy.json"

// profile opens the energy profile that the config asks for.
func (c *Config) profile() (*energy.Profile, error) {
	p, err := energy.Open(c.EnergyProfile)
	if errors.Is(err, energy.ErrProfile) {
		return nil, &ConfigError{err}
	}
	return p, err
}

// estimate is the energy of an account's samples by a profile.
func (c *Config) estimate(p *energy.Profile, net *network.Network, picture *mesh.Picture, account *traffic.Account) *energy.Estimate {
	cores := int64(len(picture.Placement.Cores))
	return p.Estimate(energy.Count(account, energy.Clock{
		Timestep: c.Timestep, Neurons: int64(neurons(net)), Duration: c.Duration, Cores: cores, Chips: p.Chips(cores),
	}))
}

// writeEnergy estimates the energy of all training samples so far.
func (r *run) writeEnergy() error {
	account := r.total().Account()
	r.summary.Energy = r.config.estimate(r.profile, r.stage.net, r.stage.picture, &account)
	return r.record.object(EnergyFile, r.summary.Energy)
}
