package networkfile

import (
	"errors"
	"fmt"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/topology"
)

// Defaults are what a file may leave out.
type Defaults struct {
	Inputs, Classes int // of the data set: neurons of its source, and of the output

	Hidden, Output model.Parameters // of neurons
	// HiddenWeights and OutputWeights are the initial weights of projections to hidden neurons and
	// to the output.
	HiddenWeights, OutputWeights topology.Distribution
}

// noSource stands for the input of a network that has none: nothing leads from it.
const noSource = "none"

// Between lists the populations between the input and the output, in the network's order: generators, which have a source, and
// then hidden ones.
func (f *File) Between() (populations []*Population) {
	for _, i := range f.order() {
		if q := &f.Populations[i]; !q.isDataset() && !q.Output {
			populations = append(populations, q)
		}
	}
	return populations
}

// isDataset reports whether the population is the input, which has the samples.
func (q *Population) isDataset() bool {
	return q.Source != nil && q.Source.Kind == network.DatasetSource
}

func (f *File) hasDataset() bool {
	return slices.ContainsFunc(f.Populations, func(q Population) bool { return q.isDataset() })
}

// Complete gives a spec the file's populations and projections. The source of the data set comes
// first, then the other sources, then neurons, and the output last. Its errors have the lines of the
// text, where they have one.
func (f *File) Complete(spec *network.Spec, d Defaults) error {
	order := f.order()
	places := make([]int, len(order)) // in the network, by index in the file
	n := &spec.Topology
	var faults []error
	for place, i := range order {
		q := &f.Populations[i]
		places[i] = place
		size, err := q.Size, error(nil)
		if !f.Free {
			size, err = q.sizeOf(d)
		}
		if err != nil {
			faults = append(faults, err)
		}
		n.Names, n.Sizes = append(n.Names, q.Name), append(n.Sizes, size)
		if q.Source != nil {
			source, err := q.open(size)
			faults = append(faults, err)
			spec.Sources = append(spec.Sources, source)
			if source.Kind == network.DatasetSource {
				continue
			}
		}
		spec.Neurons = append(spec.Neurons, q.parameters(d))
		spec.Drives = append(spec.Drives, q.Drive)
	}
	if !f.hasDataset() {
		if !f.Free {
			return errors.New("no population has the source dataset, must be one")
		}
		n.Names, n.Sizes = append([]string{noSource}, n.Names...), append([]int{1}, n.Sizes...)
		spec.Sources = append([]network.Source{{Kind: network.DatasetSource}}, spec.Sources...)
		for i := range places {
			places[i]++
		}
	}
	n.Sources = len(spec.Sources)
	if err := errors.Join(faults...); err != nil {
		return err
	}
	faults = nil
	for k := range f.Projections {
		faults = append(faults, f.complete(n, f.Projections[k], places, d))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	if err := n.Validate(); err != nil {
		return errors.New(plain(err))
	}
	return nil
}

// complete adds a projection to the network.
func (f *File) complete(n *topology.Network, q Projection, places []int, d Defaults) error {
	weights := d.HiddenWeights
	if f.Populations[q.To].Output {
		weights = d.OutputWeights
	}
	p := q.Projection
	p.From, p.To = places[q.From], places[q.To]
	if err := readListed(&p, n.Sizes[p.To]); err != nil {
		return fmt.Errorf("line %d: projection from %s to %s: %w", q.Line, n.Name(p.From), n.Name(p.To), err)
	}
	if p.Weights == nil {
		p.Weights = weights
	}
	n.Projections = append(n.Projections, p)
	if err := n.ValidateProjection(len(n.Projections) - 1); err != nil {
		return fmt.Errorf("line %d: %s", q.Line, plain(err))
	}
	return nil
}

// order lists the populations as a network has them.
func (f *File) order() []int {
	var order []int
	for _, belongs := range []func(q *Population) bool{
		(*Population).isDataset,
		func(q *Population) bool { return q.Source != nil && !q.isDataset() },
		func(q *Population) bool { return q.Source == nil && !q.Output },
		func(q *Population) bool { return q.Output },
	} {
		for i := range f.Populations {
			if belongs(&f.Populations[i]) {
				order = append(order, i)
			}
		}
	}
	return order
}

// sizeOf is the size of the population on a data set.
func (q *Population) sizeOf(d Defaults) (int, error) {
	size, of := 0, ""
	switch {
	case q.Output:
		size, of = d.Classes, "classes"
	case q.isDataset():
		size, of = d.Inputs, "inputs"
	}
	if of != "" && q.Size != 0 && q.Size != size {
		return 0, fmt.Errorf("line %d: population %s has %d neurons, must be as many as the data set has %s (%d); it may leave size out", q.Line, q.Name, q.Size, of, size)
	}
	return max(size, q.Size), nil
}

// parameters are those of the population's neurons, with the defaults.
func (q *Population) parameters(d Defaults) model.Parameters {
	p := d.Hidden
	if q.Source != nil {
		return model.Parameters{Duration: p.Duration, SpikeCap: model.MaxSpikeCap}
	}
	if q.Output {
		p = d.Output
	}
	for _, given := range []struct{ from, to *float64 }{
		{&q.Neuron.TauSyn, &p.TauSyn}, {&q.Neuron.TauMem, &p.TauMem}, {&q.Neuron.Threshold, &p.Threshold}, {&q.Neuron.Refractory, &p.Refractory}, {&q.Neuron.Current, &p.Current},
	} {
		if *given.from != 0 {
			*given.to = *given.from
		}
	}
	if q.Neuron.SpikeCap != 0 {
		p.SpikeCap = q.Neuron.SpikeCap
	}
	return p
}
