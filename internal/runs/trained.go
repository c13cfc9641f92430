package runs

import (
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/runs/pretrained"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Trained is the network of a run as its newest checkpoint that can be used has
// it. Its neurons stay in the file until they are asked for.
type Trained struct {
	Config     settings.Config
	Checkpoint string // path
	Batches    int    // that the network has learned from
	Epochs     int    // finished
	Epoch      int    // the one whose activity is known: under way, or the last
	Refused    []string

	Presented    int            // training samples that it has learned from, over all epochs
	TrainSeconds float64        // that training on them took
	Seconds      float64        // of the run up to the checkpoint
	Resumed      int            // times that the run was resumed
	Sizes        []int          // neurons of each population, the input first
	Machine      record.Machine // where the checkpoint was made
	Version      record.VersionInfo

	startingPoint *startingPoint
	net           *network.Network
}

// OpenTrained opens the newest checkpoint in a run directory, without its data
// set. Its errors are those of Resume, and one for a run without a checkpoint.
func OpenTrained(directory string) (*Trained, error) {
	c, err := record.ReadConfig(directory)
	if err != nil {
		return nil, err
	}
	o, refusals, err := newestStartingPoint(&c, directory)
	if err != nil {
		return nil, err
	}
	if o.file == nil {
		return nil, settings.Errorf("the run in %s has no checkpoint yet", directory)
	}
	p := o.document.Progress
	t := &Trained{
		Config: c, Checkpoint: o.file.Path, startingPoint: o,
		Batches: p.batches(o.document.TrainingSamples, c.Batch), Epochs: p.Epochs, Epoch: p.Epochs,
		Presented: p.Trained, TrainSeconds: p.TrainSeconds, Seconds: p.RunSeconds, Resumed: p.Resumed,
		Machine: o.document.Machine, Version: o.document.Version,
	}
	if p.Presented > 0 || p.Epochs == 0 {
		t.Epoch++
	}
	for _, refusal := range refusals {
		t.Refused = append(t.Refused, refusal.Error())
	}
	if t.net, err = t.network(); err != nil {
		o.close()
		return nil, fmt.Errorf("checkpoint %s can't be used: %w", o.file.Path, err)
	}
	t.Sizes = t.net.Topology.Sizes
	return t, nil
}

// network is the network that the checkpoint is of.
func (t *Trained) network() (*network.Network, error) {
	if err := t.startingPoint.document.holds(&t.Config, t.startingPoint.file); err != nil {
		return nil, err
	}
	net, err := networkOf(&t.Config, t.startingPoint.document.Inputs, t.startingPoint.document.Classes)
	if err != nil {
		return nil, err
	}
	_, err = restore(net, t.startingPoint.file, newActivity(net)) // compares the cores
	return net, err
}

// Network is the checked network; its neurons' states are those of States.
func (t *Trained) Network() *network.Network { return t.net }

// States is as network.Engine's, but from the file.
func (t *Trained) States(population int, visit func([]messages.State) error) error {
	return coreByCore{t.startingPoint.file}.States(population, visit)
}

// Placement is where the neurons live on simulated hardware.
func (t *Trained) Placement() (*placement.Placement, error) {
	picture, err := pictureOf(&t.Config, t.net)
	if err != nil {
		return nil, err
	}
	return picture.Placement, nil
}

// Close closes the checkpoint.
func (t *Trained) Close() error { return t.startingPoint.close() }

// Export writes weights and feedback weights as NumPy arrays, as the file
// network.npz of a finished run.
func (t *Trained) Export(path string) error {
	return pretrained.Write(path, &t.Config, t.net, coreByCore{t.startingPoint.file})
}

// coreByCore gives the states in a checkpoint core by core.
type coreByCore struct{ file *checkpoint.File }

// States implements stateSource.
func (s coreByCore) States(population int, visit func([]messages.State) error) error {
	return s.file.Visit(population, func(_ int, n *checkpoint.Neuron) error {
		return visit([]messages.State{n.State})
	})
}
