package runs

import (
	"context"
	"fmt"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/settings"
)

// NewEngine builds the network on the engine that the config names, or on workers.
func NewEngine(ctx context.Context, c *settings.Config, net *network.Network, setup network.Setup, machines Machines) (network.Engine, error) {
	if machines.Coordinator != nil {
		return machines.build(ctx, c, net, setup)
	}
	switch c.Engine {
	case "actors":
		return built(system.New(net, setup, actors.Transport(c.Transport)))
	case "reference":
		return built(reference.New(net, setup))
	}
	return nil, fmt.Errorf("runs: unknown engine %q, allowed: actors, reference", c.Engine)
}

// built is an engine, or an error and none: a nil pointer in an interface is not nil.
func built[E network.Engine](engine E, err error) (network.Engine, error) {
	if err != nil {
		return nil, err
	}
	return engine, nil
}
