package experiment

import (
	"context"
	"fmt"

	"sfdfa-actors/actors"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
)

// Engine carries out assignments on a network. All engines give the same bits.
type Engine interface {
	// Run presents the samples of an assignment and calls observe with their
	// outcomes. When the context ends it stops at the border of a batch.
	Run(ctx context.Context, a *messages.Assignment, observe func([]messages.Outcome)) (*messages.Finished, error)
	// States returns what the neurons of a population have learned, in order.
	States(population int) ([]neuron.State, error)
	// Digest returns the checksum of the state of all neurons.
	Digest() (neuron.Digest, error)
	// Close frees what the engine holds.
	Close() error
}

// newEngine builds the network on the engine that the config names.
func newEngine(c *Config, net *network.Network, parts protocol.Parts) (Engine, error) {
	switch c.Engine {
	case "actors":
		return actors.New(net, parts, protocol.Transport(c.Transport))
	case "reference":
		return reference.New(net, parts)
	}
	return nil, fmt.Errorf("experiment: unknown engine %q, allowed: actors, reference", c.Engine)
}
