package networkfile

import (
	"go.yaml.in/yaml/v4"

	"sfdfa-actors/internal/numeral"
)

// quantity is what a number may measure.
type quantity struct{ units numeral.Units }

var (
	number    = quantity{numeral.Units{"": 0}}
	duration  = quantity{numeral.Times}
	frequency = quantity{numeral.Units{"Hz": 0, "kHz": 3}}
)

// isBare reports whether the quantity has no unit.
func (q quantity) isBare() bool {
	_, bare := q.units[""]
	return bare
}

// read returns the value of a node in SI units, or 0 if there is none.
func (p *parser) read(what string, node *yaml.Node, q quantity) float64 {
	if node == nil {
		return 0
	}
	value, ok := q.parse(node)
	if !ok {
		p.refuse(node, "%s is %s, must be %s", what, kind(node), q.form())
	}
	return value
}

// form says how the quantity is written.
func (q quantity) form() string {
	if q.isBare() {
		return "a number"
	}
	return "a number with a unit: " + q.units.String()
}

// parse reads a number. A bare one in quotes is text.
func (q quantity) parse(node *yaml.Node) (float64, bool) {
	if node.Kind != yaml.ScalarNode || q.isBare() && node.Tag == "!!str" {
		return 0, false
	}
	return q.units.Parse(node.Value)
}

// pair reads a list of two values.
func (p *parser) pair(what string, node *yaml.Node, q quantity) (low, high float64) {
	if node.Kind != yaml.SequenceNode || len(node.Content) != 2 {
		p.refuse(node, "%s is %s, must be a list of two: [low, high]", what, kind(node))
		return 0, 0
	}
	return p.read(what, node.Content[0], q), p.read(what, node.Content[1], q)
}
