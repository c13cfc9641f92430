package networkfile

import (
	"math"
	"strings"

	"go.yaml.in/yaml/v4"

	"sfdfa-actors/topology"
)

// Shorter words for two connection rules.
const (
	shortDense     = "dense"
	shortBernoulli = "bernoulli"
)

// listName is that of the rule whose synapses stand in a file.
var listName = (*topology.List)(nil).Name()

// fileList is a list of synapses that is not read yet.
type fileList struct {
	*topology.List
	path string
}

// plainRules are the rules without parameters.
var plainRules = map[string]topology.Rule{
	topology.Dense{}.Name():    topology.Dense{},
	shortDense:                 topology.Dense{},
	topology.OneToOne{}.Name(): topology.OneToOne{},
}

func plainNames() []string {
	return []string{topology.Dense{}.Name(), shortDense, topology.OneToOne{}.Name()}
}

// parameters read the rules that have some, from the value of their key and the population from which the
// projection leads, −1 if nobody knows.
var parameters = map[string]func(p *parser, what string, node *yaml.Node, from int) topology.Rule{
	topology.Bernoulli{}.Name():      (*parser).bernoulli,
	shortBernoulli:                   (*parser).bernoulli,
	topology.FixedInDegree{}.Name():  (*parser).inDegree,
	topology.FixedOutDegree{}.Name(): (*parser).outDegree,
	topology.ReceptiveField{}.Name(): (*parser).receptiveField,
	listName:                         (*parser).list,
}

func parameterNames() []string {
	return []string{
		topology.Bernoulli{}.Name(), shortBernoulli, topology.FixedInDegree{}.Name(), topology.FixedOutDegree{}.Name(), topology.ReceptiveField{}.Name(), listName,
	}
}

// connect reads a connection rule: its name, or a mapping with the name as the key of its parameter.
// It is nil after a fault.
func (p *parser) connect(what string, node *yaml.Node, from int) (rule topology.Rule, noSelf bool) {
	if node == nil {
		return nil, false
	}
	if node.Kind != yaml.MappingNode {
		return plainRules[p.word(what, node, plainNames()...)], false
	}
	rules := append([]string{"rule"}, parameterNames()...)
	values := p.mapping(what, node, append(rules, "self")...)
	noSelf = !p.truth(what+": self", values["self"], true)
	name := p.choice(what, node, values, rules)
	switch {
	case name == "rule":
		return plainRules[p.word(what+": rule", values["rule"], plainNames()...)], noSelf
	case name != "":
		return parameters[name](p, what+": "+name, values[name], from), noSelf
	}
	return nil, noSelf
}

func (p *parser) bernoulli(what string, node *yaml.Node, _ int) topology.Rule {
	return topology.Bernoulli{Density: p.read(what, node, number)}
}

func (p *parser) inDegree(what string, node *yaml.Node, _ int) topology.Rule {
	return topology.FixedInDegree{InDegree: p.whole(what, node, 1, math.MaxInt32)}
}

func (p *parser) outDegree(what string, node *yaml.Node, _ int) topology.Rule {
	return topology.FixedOutDegree{OutDegree: p.whole(what, node, 1, math.MaxInt32)}
}

func (p *parser) list(what string, node *yaml.Node, _ int) topology.Rule {
	return fileList{path: p.path(what, node)}
}

// path reads the path of a file.
func (p *parser) path(what string, node *yaml.Node) string {
	path := strings.TrimSpace(node.Value)
	if node.Kind != yaml.ScalarNode || path == "" {
		p.refuse(node, "%s is %s, must be the path of a file", what, kind(node))
	}
	return path
}

func (p *parser) receptiveField(what string, node *yaml.Node, from int) topology.Rule {
	values := p.mapping(what, node, "kernel", "stride")
	if node.Kind == yaml.MappingNode && values["kernel"] == nil {
		p.refuse(node, "%s has no kernel, must have one: [rows, columns]", what)
	}
	rule := topology.ReceptiveField{Kernel: p.square(what+": kernel", values["kernel"], 1), Stride: p.square(what+": stride", values["stride"], 1)}
	if from < 0 {
		return nil
	}
	shape := p.file.Populations[from].Shape
	if len(shape) < 2 {
		p.refuse(node, "%s: population %s has no shape, which the rule needs: [rows, columns]", what, p.file.Populations[from].Name)
		return nil
	}
	rule.Shape = [2]int(shape[len(shape)-2:])
	return rule
}

// square reads two lengths, rows and columns, or one for both.
func (p *parser) square(what string, node *yaml.Node, usual int) [2]int {
	if node == nil {
		return [2]int{usual, usual}
	}
	if node.Kind != yaml.SequenceNode {
		length := p.whole(what, node, 1, math.MaxInt32)
		return [2]int{length, length}
	}
	if len(node.Content) != 2 {
		p.refuse(node, "%s is a list of %d, must be one number, or two: [rows, columns]", what, len(node.Content))
		return [2]int{}
	}
	return [2]int{p.whole(what, node.Content[0], 1, math.MaxInt32), p.whole(what, node.Content[1], 1, math.MaxInt32)}
}
