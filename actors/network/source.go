package network

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/neuron"
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

// Source is where the spikes of a source population come from. The first population is one of the kind DatasetSource; the others
// are generators.
type Source struct {
	Kind   SourceKind
	Rate   float64     // of each neuron of a Poisson source, in Hz
	File   string      // path of the spike trains
	Trains [][]float64 // by neuron: the times in the file, seconds, ascending, the same in every sample
}

// drive is that of the neurons of a generator.
func (s *Source) drive() neuron.Drive { return neuron.Drive{Rate: s.Rate, Trains: s.Trains} }

// validateSources checks that all sources have spikes, and only those.
func (s *Spec) validateSources() error {
	n := &s.Topology
	if len(s.Sources) != 0 && len(s.Sources) != n.FirstHidden() || len(s.Sources) == 0 && n.FirstHidden() > 1 {
		return fmt.Errorf("network: %d sources for %d populations that are sources", len(s.Sources), n.FirstHidden())
	}
	for i := range s.Sources {
		if err := s.Sources[i].validate(i, n.Sizes[i]); err != nil {
			return fmt.Errorf("network: population %s: %w", n.Name(i), err)
		}
	}
	for _, drive := range s.Drives {
		if drive.Trains != nil {
			return fmt.Errorf("network: a drive has spike trains, allowed: a rate, and spike trains of a source")
		}
	}
	return nil
}

// validate checks the source of a population of neurons.
func (s *Source) validate(population, neurons int) error {
	if (s.Kind == DatasetSource) != (population == 0) {
		return fmt.Errorf("the source is of the kind %s, allowed: %s for the first one, others behind it", s.Kind, DatasetSource)
	}
	switch s.Kind {
	case PoissonSource:
		if !(s.Rate > 0) || math.IsInf(s.Rate, 1) {
			return fmt.Errorf("the rate of the source is %v Hz, must be positive and finite", s.Rate)
		}
	case FileSource:
		if len(s.Trains) != neurons {
			return fmt.Errorf("the source has %d spike trains, must have one for each of its %d neurons", len(s.Trains), neurons)
		}
	}
	return nil
}
