package network

import (
	"fmt"

	"sfdfa-actors/learning"
)

// SourceKind says where the spikes of a source population come from.
type SourceKind string

// The kinds of sources.
const (
	DatasetSource SourceKind = "dataset" // the samples
	PoissonSource SourceKind = "poisson" // at random, at a rate
	FileSource    SourceKind = "file"    // spike trains
)

// SourceKinds lists the kinds of sources.
func SourceKinds() []SourceKind { return []SourceKind{DatasetSource, PoissonSource, FileSource} }

// Source is where the spikes of a source population come from.
type Source struct {
	Kind SourceKind
	Rate float64 // of each neuron of a Poisson source, in Hz
	File string  // path of spike trains
}

// refuseWhatNoEngineRuns is the error of what a spec may say and engines can't do.
func (s *Spec) refuseWhatNoEngineRuns() error {
	n := &s.Topology
	for i, source := range s.Sources {
		if source.Kind != DatasetSource || i > 0 {
			return fmt.Errorf("network: source %d is of the kind %s, which can't be run: a network has one source, of the kind %s", i, source.Kind, DatasetSource)
		}
	}
	if n.Sources > 1 {
		return fmt.Errorf("network: %d populations are sources, which can't be run: a network has one source", n.Sources)
	}
	for k := range n.Projections {
		if n.Projections[k].LearnsDelays && s.Learning.Rule.HiddenError() == learning.BackPropagated {
			return fmt.Errorf("network: projection %d is to learn its delays, which the rule %s can't: it must be a rule with local errors", k, s.Learning.Rule.Name())
		}
	}
	return nil
}
