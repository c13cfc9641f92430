package topology

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"sfdfa-actors/internal/rng"
)

// List connects the pairs of neurons that it lists. The zero value lists none, of populations of any sizes.
type List struct {
	sources []int32 // presynaptic neurons, by postsynaptic neuron and in ascending order
	ends    []int   // where those of each postsynaptic neuron end
	largest int32   // of the presynaptic neurons
	weights []float64
	delays  []float64 // seconds
}

// ListedSynapse is one of a List.
type ListedSynapse struct {
	Source, Target int32 // presynaptic and postsynaptic neuron
	Weight, Delay  float64
}

// NewList returns the rule of these synapses to a population of postsynaptic neurons. They may be in any order. A pair that comes
// twice is an error, and so is a number that no neuron has.
func NewList(postsynaptic int, synapses []ListedSynapse) (*List, error) {
	slices.SortFunc(synapses, func(x, y ListedSynapse) int {
		return cmp.Or(cmp.Compare(x.Target, y.Target), cmp.Compare(x.Source, y.Source))
	})
	l := &List{
		sources: make([]int32, len(synapses)), ends: make([]int, postsynaptic),
		weights: make([]float64, len(synapses)), delays: make([]float64, len(synapses)),
	}
	for k, s := range synapses {
		switch {
		case s.Target < 0 || int(s.Target) >= postsynaptic:
			return nil, fmt.Errorf("topology: a synapse of the list leads to neuron %d, must be from 0 to %d", s.Target, postsynaptic-1)
		case s.Source < 0:
			return nil, fmt.Errorf("topology: a synapse of the list leads from neuron %d, must be at least 0", s.Source)
		case k > 0 && s.Target == synapses[k-1].Target && s.Source == synapses[k-1].Source:
			return nil, fmt.Errorf("topology: the list has two synapses from neuron %d to neuron %d, allowed: one; two projections may have one each", s.Source, s.Target)
		}
		l.sources[k], l.weights[k], l.delays[k] = s.Source, s.Weight, s.Delay
		l.largest = max(l.largest, s.Source)
		l.ends[s.Target] = k + 1
	}
	for i := 1; i < postsynaptic; i++ {
		l.ends[i] = max(l.ends[i], l.ends[i-1]) // also of neurons without a synapse
	}
	return l, nil
}

// part returns the range of a postsynaptic neuron's synapses.
func (l *List) part(neuron int) (from, to int) {
	if len(l.ends) == 0 {
		return 0, 0
	}
	if neuron > 0 {
		from = l.ends[neuron-1]
	}
	return from, l.ends[neuron]
}

// Name implements Rule.
func (*List) Name() string { return "list" }

// Validate implements Rule.
func (l *List) Validate(between Between) error {
	switch {
	case between.NoSelf:
		return errors.New("topology: a list says by itself which neurons have a synapse to themselves, allowed: no other word about that")
	case len(l.ends) != 0 && len(l.ends) != between.Postsynaptic:
		return fmt.Errorf("topology: the list is for %d postsynaptic neurons, must be for all %d", len(l.ends), between.Postsynaptic)
	case len(l.sources) > 0 && int(l.largest) >= between.Presynaptic:
		return fmt.Errorf("topology: a synapse of the list leads from neuron %d, must be up to %d", l.largest, between.Presynaptic-1)
	}
	return nil
}

// MeanInDegree implements Rule.
func (l *List) MeanInDegree(between Between) float64 {
	return float64(len(l.sources)) / float64(between.Postsynaptic)
}

// AppendPresynaptic implements PresynapticRule, without a draw.
func (l *List) AppendPresynaptic(dst []int32, _ Between, neuron int, _ *rng.Stream) []int32 {
	from, to := l.part(neuron)
	return append(dst, l.sources[from:to]...)
}

// Weights are those of the list as a distribution.
func (l *List) Weights() Distribution { return &Listed{l, l.weights} }

// Delays are those of the list in seconds, of each synapse.
func (l *List) Delays() Delays { return Delays{Distribution: &Listed{l, l.delays}} }

// Listed is a distribution from which nothing is drawn: it has a value for each synapse of a List.
type Listed struct {
	list   *List
	values []float64 // by synapse of the list
}

// OfNeuron lists the values of a postsynaptic neuron's synapses. It is read-only.
func (d *Listed) OfNeuron(neuron int) []float64 {
	from, to := d.list.part(neuron)
	return d.values[from:to]
}

// Name implements Distribution.
func (*Listed) Name() string { return "list" }

// Validate implements Distribution.
func (d *Listed) Validate() error {
	for _, value := range d.values {
		if err := finite("a value of the list", value); err != nil {
			return err
		}
	}
	return nil
}

// Least implements Distribution.
func (d *Listed) Least() float64 {
	if len(d.values) == 0 {
		return 0
	}
	return slices.Min(d.values)
}

// Most implements Distribution.
func (d *Listed) Most() float64 {
	if len(d.values) == 0 {
		return 0
	}
	return slices.Max(d.values)
}

// Constant implements Distribution.
func (d *Listed) Constant() (value float64, is bool) { return d.Least(), d.Least() == d.Most() }

// Draw implements Distribution: OfNeuron takes its place.
func (*Listed) Draw(*rng.Stream) float64 { panic("topology: a list is not drawn from") }
