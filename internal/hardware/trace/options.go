package trace

import (
	"fmt"
	"slices"
	"strings"

	"sfdfa-actors/internal/spelling"
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
)

// Kinds lists the allowed values.
func Kinds() []Kind { return []Kind{Spikes, Packets, Messages} }

// Options say what is traced, where to, and how much of it. Without kinds
// nothing is.
type Options struct {
	Kinds    []Kind
	File     string  // of spikes and packets
	Table    string  // of messages
	Bytes    int64   // largest size of a file before compression, at least SmallestLimit
	Events   int64   // most events of a file; 0 is no bound
	Timestep float64 // s, of the column timestep of messages
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

// ParseKinds reads kinds separated by commas.
func ParseKinds(text string) ([]Kind, error) {
	var kinds []Kind
	for _, word := range strings.Split(text, ",") {
		kind := Kind(strings.TrimSpace(word))
		if !slices.Contains(Kinds(), kind) {
			return nil, fmt.Errorf("trace has %q, allowed: %s, separated by commas%s", word, strings.Join(KindNames(), ", "), spelling.Hint(string(kind), KindNames()))
		}
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds, nil
}

// Has reports whether a kind is traced.
func (o *Options) Has(kind Kind) bool { return slices.Contains(o.Kinds, kind) }

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
	if o.Has(Spikes) || o.Has(Packets) {
		files = append(files, o.File)
	}
	if o.Has(Messages) {
		files = append(files, o.Table)
	}
	return files
}
