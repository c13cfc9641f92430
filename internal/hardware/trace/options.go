package trace

import (
	"fmt"
	"slices"
	"strings"

	"sfdfa-actors/internal/spelling"
	"sfdfa-actors/messages"
)

// Kind is a kind of event.
type Kind string

const (
	// Spikes are the spikes of all neurons, the input's included.
	Spikes Kind = "spikes"
	// Packets are the packets that carry spikes to cores and to the host.
	Packets Kind = "packets"
	// Messages are the packets as SANA-FE writes them.
	Messages Kind = "messages"
	// Potentials are membrane potential and current of chosen neurons.
	Potentials Kind = "potentials"
)

// Kinds lists the allowed values.
func Kinds() []Kind { return []Kind{Spikes, Packets, Messages, Potentials} }

// Options say what is traced, where to, and how much of it. Without kinds
// nothing is.
type Options struct {
	Kinds    []Kind
	Neurons  []Neurons // whose potentials are traced
	File     string    // of spikes, packets and potentials
	Table    string    // of messages
	Bytes    int64     // largest size of a file before compression, at least SmallestLimit
	Events   int64     // most events of a file; 0 is no bound
	Timestep float64   // s, of the column timestep of messages
	// Learned asks a neuron for its weights, between assignments; for potentials.
	Learned func(population, index int) (messages.State, error)
}

// SmallestLimit has room for the first and the last line.
const SmallestLimit = 4096

// KindNames lists the names of the kinds.
func KindNames() []string {
	var names []string
	for _, kind := range Kinds() {
		names = append(names, string(kind))
	}
	return names
}

// ParseKinds reads kinds separated by commas. Behind potentials= stand the neurons, as in potentials=1:7,2:0-9.
func ParseKinds(text string) (kinds []Kind, neurons []Neurons, err error) {
	for _, word := range strings.Split(text, ",") {
		word = strings.TrimSpace(word)
		name, chosen, hasNeurons := strings.Cut(word, "=")
		if len(neurons) > 0 && strings.Contains(word, ":") && !hasNeurons {
			name, chosen, hasNeurons = string(Potentials), word, true
		}
		kind := Kind(name)
		if !slices.Contains(Kinds(), kind) || hasNeurons && kind != Potentials {
			return nil, nil, fmt.Errorf("trace has %q, allowed: %s, separated by commas%s", word, strings.Join(KindNames(), ", "), spelling.Hint(name, KindNames()))
		}
		if kind == Potentials {
			n, err := parseNeurons(chosen)
			if err != nil {
				return nil, nil, err
			}
			neurons = append(neurons, n)
		}
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds, neurons, nil
}

// Has reports whether a kind is traced: potentials are of some neurons.
func (o *Options) Has(kind Kind) bool {
	return slices.Contains(o.Kinds, kind) && (kind != Potentials || len(o.Neurons) > 0)
}

// Validate checks the bounds.
func (o *Options) Validate() error {
	switch {
	case len(o.Kinds) == 0:
		return nil
	case o.Bytes < SmallestLimit:
		return fmt.Errorf("trace-limit is %d bytes, allowed: %d or more", o.Bytes, SmallestLimit)
	case o.Events < 0:
		return fmt.Errorf("trace-events is %d events, allowed: 0 or more", o.Events)
	case o.Has(Messages) && !(o.Timestep > 0):
		return fmt.Errorf("trace: time step is %v s, allowed: above 0", o.Timestep)
	}
	return nil
}

// Files lists the files that are written.
func (o *Options) Files() []string {
	var files []string
	if o.Has(Spikes) || o.Has(Packets) || o.Has(Potentials) {
		files = append(files, o.File)
	}
	if o.Has(Messages) {
		files = append(files, o.Table)
	}
	return files
}
