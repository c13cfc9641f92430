package networkfile

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/topology"
)

// Largest is the number of bytes that a network's text may have.
const Largest = 1 << 20

// Bounds in bytes on what errors quote.
const (
	longestReason = 300
	longestValue  = 60
)

// File is what a text says about a network.
type File struct {
	// Free is set for networks that run freely: they need no source, and where none is marked the last
	// population is the output.
	Free        bool
	Populations []Population // in the order in which they are declared
	Projections []Projection
}

// Population is one as it is declared. What is 0 is not given.
type Population struct {
	Name   string
	Line   int
	Size   int
	Shape  []int           // rows and columns, of each of a number of maps if that stands before them
	Source *network.Source // nil for neurons
	Output bool
	Neuron model.Parameters
	Drive  neuron.Drive
}

// Projection is one as it is declared, with indices into File.Populations.
type Projection struct {
	topology.Projection
	Line int
}

// Parse reads the text of a network: a mapping with the key network. Its error is one or more
// faults, which errors.Join joins.
func Parse(text []byte) (*File, error) { return parse(text, false) }

// ParseFree reads the text of a network that runs freely, as Parse does.
func ParseFree(text []byte) (*File, error) { return parse(text, true) }

func parse(text []byte, free bool) (*File, error) {
	document, err := decode(text)
	if err != nil {
		return nil, err
	}
	p := &parser{file: &File{Free: free}}
	top := p.mapping("the network file", document, "network")
	network := p.mapping("network", top["network"], "populations", "projections")
	if len(p.faults) == 0 {
		p.populations(network["populations"])
		p.projections(network["projections"])
		p.countPopulations(network["populations"])
	}
	return p.file, errors.Join(p.faults...)
}

// decode reads the only document of a YAML text.
func decode(text []byte) (*yaml.Node, error) {
	if len(text) > Largest {
		return nil, errors.New("the network has more than 1 MiB of text, allowed: up to that")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document yaml.Node
	if err := decoder.Decode(&document); err == io.EOF || err == nil && len(document.Content) == 0 {
		return nil, errors.New("the text is empty, allowed: network, with populations and projections")
	} else if err != nil {
		return nil, errors.New(untrusted.Line(strings.Join(strings.Fields(err.Error()), " "), longestReason))
	}
	if err := decoder.Decode(new(yaml.Node)); err != io.EOF {
		return nil, errors.New("more than one YAML document, allowed: one")
	}
	return document.Content[0], nil
}

// index is that of a population, or −1.
func (f *File) index(name string) int {
	for i := range f.Populations {
		if f.Populations[i].Name == name {
			return i
		}
	}
	return -1
}

// names lists those of the populations.
func (f *File) names() []string {
	names := make([]string, len(f.Populations))
	for i := range f.Populations {
		names[i] = f.Populations[i].Name
	}
	return names
}
