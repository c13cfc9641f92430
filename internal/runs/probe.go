package runs

import (
	"context"
	"strings"
	"sync"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/spelling"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Probe is a trained network on its engine, to present samples to and see what
// every neuron fires. All engines show the same. It changes nothing in the run,
// and is not safe for concurrent use.
type Probe struct {
	Dataset *datasets.Dataset // with the run's limits
	trained *Trained
	testbed *testbed
}

// Listener gets what the neurons of a core fired in the samples first, first+1, …
// of a presentation, each sample's spikes by (time, source). The slices are only
// lent. It is called from several goroutines at once, for one core from one.
type Listener func(core topology.Core, first uint64, samples [][]messages.Spike)

// Probe opens the data set and builds the network in the checkpoint's state. Its
// errors are those of Run.
func (t *Trained) Probe() (*Probe, error) {
	c := t.Config.WithoutAugmentation()
	testbed, err := newTestbed(context.Background(), &c, t.startingPoint, limits.Limits{}, Machines{})
	if err != nil {
		return nil, err
	}
	return &Probe{Dataset: testbed.dataset, trained: t, testbed: testbed}, nil
}

// Close ends the engine.
func (p *Probe) Close() error { return p.testbed.close() }

// Digest is the checksum of the state of all neurons.
func (p *Probe) Digest() (string, error) {
	digest, err := p.testbed.engine.Digest()
	return digest.String(), err
}

// Part returns a part of the data set. A part that the data set lacks is a
// ConfigError.
func (p *Probe) Part(part messages.Part) (datasets.Split, error) {
	split := p.testbed.parts[part]
	if part == messages.Train {
		split = p.Dataset.Train // one pass
	}
	if split == nil {
		return nil, settings.Errorf("part is %s, allowed: train, test; the data set %s has no such part", part, p.Dataset.Name)
	}
	return split, nil
}

// Present presents all samples of a part, in order, and returns their outcomes in
// that order. It fails with the context's error if that ends first.
func (p *Probe) Present(ctx context.Context, part messages.Part, observer Observer, listener Listener) ([]messages.Outcome, error) {
	split, err := p.Part(part)
	if err != nil {
		return nil, err
	}
	indices := FirstIndices(split.Len())
	observer.Phase(p.trained.Epochs, part, len(indices))
	outcomes := make([]messages.Outcome, len(indices))
	finished, err := p.run(ctx, p.assignment(part, indices), listener, func(some []messages.Outcome) {
		for i := range some {
			outcomes[some[i].Index] = some[i]
		}
		observer.Presented(some)
	})
	if err == nil && finished.Presented < len(indices) {
		err = ctx.Err()
	}
	return outcomes, err
}

func (p *Probe) assignment(part messages.Part, indices []int) *messages.Assignment {
	return NewAssignment(&p.trained.Config, part, p.testbed.parts[part], indices)
}

func (p *Probe) run(ctx context.Context, a *messages.Assignment, listener Listener, observe func([]messages.Outcome)) (*messages.Finished, error) {
	p.testbed.listener = listener
	defer func() { p.testbed.listener = nil }()
	return p.testbed.engine.Run(ctx, a, observe)
}

// PresentedSample is all that happens in one sample.
type PresentedSample struct {
	Outcome messages.Outcome
	Spikes  [][]messages.Spike // by population with the input first, each by (time, source)
}

// PresentSample presents one sample as the next of the training would be, so that
// spikes carry grades where the rule learns feedback; the rates are 0, and no
// weight moves. The network's state changes, though: take its Digest before. A
// sample that there is not is a ConfigError.
func (p *Probe) PresentSample(ctx context.Context, part messages.Part, index int) (*PresentedSample, error) {
	if err := p.CheckSample(part, index); err != nil {
		return nil, err
	}
	a := p.assignment(part, []int{index})
	a.Learn, a.First = true, uint64(p.trained.Presented)
	s := &PresentedSample{Spikes: make([][]messages.Spike, len(p.testbed.net.Populations))}
	s.Spikes[0] = p.testbed.net.AppendInput(nil, p.testbed.parts[part], index)
	var lock sync.Mutex
	finished, err := p.run(ctx, a, func(core topology.Core, _ uint64, samples [][]messages.Spike) {
		lock.Lock()
		defer lock.Unlock()
		s.Spikes[core.Population] = append(s.Spikes[core.Population], samples[0]...)
	}, func(some []messages.Outcome) { s.Outcome = some[0] })
	if err == nil && finished.Presented == 0 {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	for _, spikes := range s.Spikes {
		messages.SortSpikes(spikes)
	}
	return s, nil
}

// PartByName returns the part of a data set that has a name, or a ConfigError.
func PartByName(name string) (messages.Part, error) {
	for _, part := range parts {
		if part.String() == name {
			return part, nil
		}
	}
	return 0, settings.Errorf("part is %q, allowed: %s%s", name, strings.Join(PartNames(), ", "), spelling.Hint(name, PartNames()))
}

var parts = []messages.Part{messages.Train, messages.Validation, messages.Test}

// PartNames lists the names of the parts of a data set.
func PartNames() []string {
	names := make([]string, len(parts))
	for i, part := range parts {
		names[i] = part.String()
	}
	return names
}

// CheckSample returns a ConfigError for a sample that there is not.
func (p *Probe) CheckSample(part messages.Part, index int) error {
	split, err := p.Part(part)
	if err != nil {
		return err
	}
	if index < 0 || index >= split.Len() {
		return settings.Errorf("sample is %d, allowed: 0 to %d in the %s part", index, split.Len()-1, part)
	}
	return nil
}
