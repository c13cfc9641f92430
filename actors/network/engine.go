package network

import (
	"context"

	"sfdfa-actors/datasets"
	"sfdfa-actors/messages"
)

// Parts gives each part of the data set that a run may present.
type Parts map[messages.Part]datasets.Split

// SynapsesAtOnce is the mean number of synapses in the part of a core that
// Engine.States copies at a time, unless that is a single neuron: with both
// moments, 1.5 MiB.
const SynapsesAtOnce = 1 << 16

// Engine carries out assignments on a network. All engines give the same bits.
// An engine has one client at a time.
type Engine interface {
	// Run presents the samples of an assignment and calls observe with their
	// outcomes, in any order when not learning. When the context ends it stops
	// at the border of a batch.
	Run(ctx context.Context, a *messages.Assignment, observe func([]messages.Outcome)) (*messages.Finished, error)
	// States calls visit with what the neurons of a population have learned, in
	// order and in parts of a core of about SynapsesAtOnce, so that no more than
	// that is ever in memory twice. It ends with visit's first error. The states are
	// only lent: the next part takes their memory.
	States(population int, visit func([]messages.State) error) error
	// Digest returns the checksum of the state of all neurons.
	Digest() (messages.Digest, error)
	// Close frees what the engine holds.
	Close() error
}
