package networkfile

import (
	"go.yaml.in/yaml/v4"

	"sfdfa-actors/topology"
)

// perWhat are the words for what has one delay.
const (
	perSynapse = "synapse"
	perAxon    = "axon"
)

// distribution reads a distribution of a quantity: a value, or a mapping with the name of a kind,
// and more keys beside it. It is nil without a node, and after a fault.
func (p *parser) distribution(what string, node *yaml.Node, q quantity, more ...string) (topology.Distribution, map[string]*yaml.Node) {
	if node == nil {
		return nil, nil
	}
	before := len(p.faults)
	var read topology.Distribution
	var values map[string]*yaml.Node
	if node.Kind == yaml.MappingNode {
		values = p.mapping(what, node, append(topology.DistributionNames(), more...)...)
		read = p.kind(what, node, values, q)
	} else {
		read = topology.Constant{Value: p.read(what, node, q)}
	}
	if len(p.faults) > before || read == nil {
		return nil, nil
	}
	if err := read.Validate(); err != nil {
		p.refuse(node, "%s: %v", what, plain(err))
		return nil, nil
	}
	return read, values
}

// kind reads the one kind of distribution that a mapping names.
func (p *parser) kind(what string, node *yaml.Node, values map[string]*yaml.Node, q quantity) topology.Distribution {
	name := p.choice(what, node, values, topology.DistributionNames())
	value := values[name]
	switch name {
	case topology.Constant{}.Name():
		return topology.Constant{Value: p.read(what, value, q)}
	case topology.Uniform{}.Name():
		low, high := p.pair(what+": uniform", value, q)
		return topology.Uniform{Low: low, High: high}
	case topology.Normal{}.Name():
		return p.normal(what+": normal", value, q)
	}
	return nil
}

func (p *parser) normal(what string, node *yaml.Node, q quantity) topology.Distribution {
	keys := []string{"mean", "sd", "low", "high"}
	values := p.mapping(what, node, keys...)
	var read [4]float64
	for i, key := range keys {
		if values[key] == nil {
			p.refuse(node, "%s has no %s, must have mean, sd, low and high", what, key)
			continue
		}
		read[i] = p.read(what+": "+key, values[key], q)
	}
	return topology.Normal{Mean: read[0], SD: read[1], Low: read[2], High: read[3]}
}

// delays reads those of a projection.
func (p *parser) delays(what string, node *yaml.Node) topology.Delays {
	read, values := p.distribution(what, node, duration, "per")
	delays := topology.Delays{Distribution: read}
	if per := values["per"]; per != nil {
		delays.PerAxon = p.word(what+": per", per, perSynapse, perAxon) == perAxon
	}
	if read != nil && read.Least() < 0 {
		p.refuse(node, "%s go down to %v s, must be at least 0", what, read.Least())
	}
	return delays
}
