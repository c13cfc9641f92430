package experiment

import (
	"fmt"

	"sfdfa-actors/actors"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/internal/reference"
)

// newEngine builds the network on the engine that the config names.
func newEngine(c *Config, net *network.Network, parts protocol.Parts) (protocol.Engine, error) {
	switch c.Engine {
	case "actors":
		return actors.New(net, parts, protocol.Transport(c.Transport))
	case "reference":
		return reference.New(net, parts)
	}
	return nil, fmt.Errorf("experiment: unknown engine %q, allowed: actors, reference", c.Engine)
}
