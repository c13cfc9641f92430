package networkfile

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"sfdfa-actors/internal/spelling"
)

var errNoPopulations = errors.New("network has no populations, must have an output and what leads to it")

func (p *parser) refuseLine(line int, format string, arguments ...any) {
	p.faults = append(p.faults, fmt.Errorf("line %d: %s", line, fmt.Sprintf(format, arguments...)))
}

// plain is the text of an error on one line, without the package that it is from.
func plain(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		lines[i] = strings.ReplaceAll(line, "topology: ", "")
	}
	return strings.Join(lines, "; ")
}

func (p *parser) projections(node *yaml.Node) {
	if node == nil {
		return
	}
	if node.Kind != yaml.SequenceNode {
		p.refuse(node, "projections is %s, must be a list", kind(node))
		return
	}
	for i, item := range node.Content {
		p.projection(fmt.Sprintf("projection %d", i+1), item)
	}
}

func (p *parser) projection(what string, node *yaml.Node) {
	values := p.mapping(what, node, "from", "to", "connect", "weights", "delays", "learn", "bounds")
	if node.Kind != yaml.MappingNode {
		return
	}
	for _, key := range []string{"from", "to", "connect"} {
		if values[key] == nil {
			p.refuse(node, "%s has no %s, must have from, to and connect", what, key)
		}
	}
	q := Projection{Line: node.Line}
	q.From = p.end(what+": from", values["from"])
	q.To = p.end(what+": to", values["to"])
	if q.From >= 0 && q.To >= 0 {
		what = fmt.Sprintf("projection from %s to %s", p.file.Populations[q.From].Name, p.file.Populations[q.To].Name)
		if p.file.Populations[q.To].Source != nil {
			p.refuse(values["to"], "%s: to is a source, must be a population of neurons", what)
		}
	}
	q.Rule, q.NoSelf = p.connect(what+": connect", values["connect"], q.From)
	q.Weights, _ = p.distribution(what+": weights", values["weights"], number)
	q.Delays = p.delays(what+": delays", values["delays"])
	p.learn(what+": learn", values["learn"], &q)
	p.bounds(what+": bounds", values["bounds"], &q)
	p.file.Projections = append(p.file.Projections, q)
}

// end returns the index of the population that a value names, or −1.
func (p *parser) end(what string, node *yaml.Node) int {
	if node == nil {
		return -1
	}
	i := p.file.index(node.Value)
	if node.Kind != yaml.ScalarNode || i < 0 {
		names := p.file.names()
		p.refuse(node, "%s is %s, must be a population%s", what, kind(node), spelling.Hint(node.Value, names))
		return -1
	}
	return i
}

// What a projection may learn.
const (
	learnWeights = "weights"
	learnDelays  = "delays"
)

// learn reads true, false, or a list of what is learned.
func (p *parser) learn(what string, node *yaml.Node, q *Projection) {
	if node == nil {
		return
	}
	if node.Kind != yaml.SequenceNode {
		word := p.word(what, node, "true", "false", learnWeights, learnDelays)
		q.FixedWeights = word == "false" || word == learnDelays
		q.LearnsDelays = word == learnDelays
		return
	}
	q.FixedWeights = true
	for _, item := range node.Content {
		switch p.word(what, item, learnWeights, learnDelays) {
		case learnWeights:
			q.FixedWeights = false
		case learnDelays:
			q.LearnsDelays = true
		}
	}
}

// bounds reads those of weights that are learned.
func (p *parser) bounds(what string, node *yaml.Node, q *Projection) {
	if node == nil {
		return
	}
	before := len(p.faults)
	q.LeastWeight, q.MostWeight = p.pair(what, node, number)
	if len(p.faults) == before && !(q.LeastWeight < q.MostWeight) { // also if one is no number
		p.refuse(node, "%s are %v and %v, the first one must be less", what, q.LeastWeight, q.MostWeight)
	}
}

// choice returns the one of some keys that a mapping has.
func (p *parser) choice(what string, node *yaml.Node, values map[string]*yaml.Node, keys []string) string {
	var found []string
	for _, key := range keys {
		if values[key] != nil {
			found = append(found, key)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	had := "none"
	if len(found) > 1 {
		had = strings.Join(found, " and ")
	}
	p.refuse(node, "%s has %s, must have one of %s", what, had, strings.Join(keys, ", "))
	return ""
}
