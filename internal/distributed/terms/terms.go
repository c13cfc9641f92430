// Package terms says what a run and the machines that carry it out agree on. It knows nothing of the connections between
// them, so that a run in one process does without those.
package terms

import (
	"context"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/topology"
)

// Coordinator builds networks on workers.
type Coordinator interface {
	// Workers is the number of workers that a network is to be spread over.
	Workers() int

	// Build builds a network, whose spec the workers know to read, on all workers that answer. The error of too few
	// workers is a Lost one, and so is each of the network once it has lost a machine.
	Build(ctx context.Context, net *network.Network, setup network.Setup, transport actors.Transport, spec []byte) (network.Engine, error)
}

// Builder makes the plan of the network that a spec determines, of which a worker then
// builds its part. It takes no memory in proportion to the network.
type Builder func(spec []byte) (Blueprint, error)

// Blueprint is a network before it is built.
type Blueprint struct {
	Spec      network.Spec
	Transport actors.Transport
	CPUCores  int               // that work on neurons at a time; 0 is all that Go uses
	Scheduler network.Scheduler // of the actors

	// Admit refuses to build the cores that owns reports true for, if they would not fit
	// here; nil refuses nothing.
	Admit func(owns func(topology.Core) bool) error

	// Guard watches the part that is built here, and may end it by fail, until it is released;
	// nil watches nothing.
	Guard func(fail func(error)) (release func())
}

// Identity is what two processes must have in common to give the same bits.
type Identity struct {
	Build        string // of the program
	Architecture string // of the CPU
}
