package networkfile

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// quantity is what a number may measure: its units, as powers of ten of the SI's. A quantity without
// units is a bare number.
type quantity struct {
	units map[string]int
}

var (
	number    = quantity{}
	duration  = quantity{map[string]int{"s": 0, "ms": -3, "us": -6}}
	frequency = quantity{map[string]int{"Hz": 0, "kHz": 3}}
)

// written is a number with a unit or without.
var written = regexp.MustCompile(`^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))([eE][+-]?[0-9]+)?\s*([A-Za-z]*)$`)

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
	if q.units == nil {
		return "a number"
	}
	units := slices.SortedFunc(maps.Keys(q.units), func(x, y string) int { return q.units[y] - q.units[x] })
	return "a number with a unit: " + strings.Join(units, ", ")
}

// parse reads a number without rounding it twice: 5ms is 0.005 s to the last bit.
func (q quantity) parse(node *yaml.Node) (float64, bool) {
	parts := written.FindStringSubmatch(node.Value)
	if node.Kind != yaml.ScalarNode || parts == nil || q.units == nil && node.Tag == "!!str" {
		return 0, false
	}
	digits, exponent, unit := parts[1], parts[2], parts[3]
	power, known := q.units[unit]
	if !known && (q.units != nil || unit != "") {
		return 0, false
	}
	if exponent != "" {
		given, err := strconv.Atoi(exponent[1:])
		if err != nil {
			return 0, false
		}
		power += given
	}
	value, err := strconv.ParseFloat(digits+"e"+strconv.Itoa(power), 64)
	return value, err == nil && !math.IsInf(value, 0)
}

// pair reads a list of two values.
func (p *parser) pair(what string, node *yaml.Node, q quantity) (low, high float64) {
	if node.Kind != yaml.SequenceNode || len(node.Content) != 2 {
		p.refuse(node, "%s is %s, must be a list of two: [low, high]", what, kind(node))
		return 0, 0
	}
	return p.read(what, node.Content[0], q), p.read(what, node.Content[1], q)
}
