package energy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"sfdfa-actors/internal/spelling"
)

// largestProfile bounds what is read of a profile, in bytes.
const largestProfile = 64 << 10

// longestText bounds every text of a profile, in bytes.
const longestText = 2000

// Parse reads a profile from YAML. Its errors name the key, the value and what is
// allowed: there is nothing that it passes over.
func Parse(text []byte) (*Profile, error) {
	if len(text) > largestProfile {
		return nil, fmt.Errorf("the profile has more than %d bytes, allowed: up to that", largestProfile)
	}
	document, err := decode(text)
	if err != nil {
		return nil, err
	}
	top := mapping("the profile", document)
	top.only("name", "title", "note", "cores-per-chip", "constants", "latencies")
	p := &Profile{
		Name: top.text("name", true), Title: top.text("title", true), Note: top.text("note", false),
		CoresPerChip: top.whole("cores-per-chip"),
	}
	if strings.ContainsFunc(p.Name, notOfName) {
		top.fail("name is %q, allowed: letters, digits, '-', '_' and '.'", p.Name)
	}
	p.Constants = top.constants("constants", constantNames(), func(name string) quantity {
		if term, _ := termOf(name); term.Kind == Static {
			return watts
		}
		return joules
	})
	if top.values["latencies"] != nil {
		p.Latencies = top.constants("latencies", LatencyNames(), func(string) quantity { return seconds })
	}
	if top.err != nil {
		return nil, top.err
	}
	return p, nil
}

func notOfName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.", r))
}

// decode reads the only document of a YAML text.
func decode(text []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document yaml.Node
	if err := decoder.Decode(&document); err == io.EOF {
		return nil, errors.New("the profile is empty, allowed: name, title, note, cores-per-chip, constants, latencies")
	} else if err != nil {
		return nil, errors.New(strings.Join(strings.Fields(err.Error()), " "))
	}
	if err := decoder.Decode(new(yaml.Node)); err != io.EOF {
		return nil, errors.New("the profile has more than one YAML document, allowed: one")
	}
	return document.Content[0], nil
}

// section is a YAML mapping with a name for messages. It keeps its first error; all
// that is read after it is zero.
type section struct {
	name   string
	keys   []string
	values map[string]*yaml.Node
	err    error
}

func mapping(name string, node *yaml.Node) *section {
	s := &section{name: name, values: map[string]*yaml.Node{}}
	if node.Kind != yaml.MappingNode {
		s.fail("%s is %s, allowed: keys with values", name, kindOf(node))
		return s
	}
	for i := 0; i < len(node.Content); i += 2 {
		key := node.Content[i]
		if key.Kind != yaml.ScalarNode {
			s.fail("%s has a key in line %d that is %s, allowed: a word", name, key.Line, kindOf(key))
		}
		if s.values[key.Value] != nil {
			s.fail("%s has the key %q twice, again in line %d, allowed: once", name, key.Value, key.Line)
		}
		s.keys = append(s.keys, key.Value)
		s.values[key.Value] = node.Content[i+1]
	}
	return s
}

// fail keeps an error unless there is one.
func (s *section) fail(format string, arguments ...any) {
	if s.err == nil {
		s.err = fmt.Errorf(format, arguments...)
	}
}

func kindOf(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	return fmt.Sprintf("%q", node.Value)
}

// only refuses other keys.
func (s *section) only(allowed ...string) {
	for _, key := range s.keys {
		if !slices.Contains(allowed, key) {
			s.fail("%s has the unknown key %q, allowed: %s%s", s.name, key, strings.Join(allowed, ", "), spelling.Hint(key, allowed))
		}
	}
}

// scalar returns the value of a key as it is written, nil if there is none.
func (s *section) scalar(key string, required bool) *yaml.Node {
	node := s.values[key]
	switch {
	case node == nil && required:
		s.fail("%s has no %s", s.name, key)
	case node != nil && (node.Kind != yaml.ScalarNode || node.Tag == "!!null"):
		s.fail("%s: %s is %s, allowed: one value", s.name, key, kindOf(node))
	}
	if s.err != nil {
		return nil
	}
	return node
}

func (s *section) text(key string, required bool) string {
	node := s.scalar(key, required)
	if node == nil {
		return ""
	}
	text := strings.TrimSpace(node.Value)
	if text == "" || len(text) > longestText {
		s.fail("%s: %s has %d bytes, allowed: from 1 to %d", s.name, key, len(text), longestText)
	}
	return text
}

// largestNumber keeps every product far inside the range of a float64.
const largestNumber = 1e9

// number reads a number from 0 to largestNumber.
func (s *section) number(key string, required bool) float64 {
	node := s.scalar(key, required)
	if node == nil {
		return 0
	}
	x, err := strconv.ParseFloat(node.Value, 64)
	if err != nil || node.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		s.fail("%s: %s is %q, allowed: a number from 0 to %g", s.name, key, node.Value, float64(largestNumber))
	}
	if !(x >= 0 && x <= largestNumber) {
		s.fail("%s: %s is %v, allowed: a number from 0 to %g", s.name, key, x, float64(largestNumber))
	}
	return x
}

// whole reads a whole number from 1 to largestNumber, or 0 if there is none.
func (s *section) whole(key string) int64 {
	x := s.number(key, false)
	if s.values[key] != nil && (x < 1 || x != math.Trunc(x)) {
		s.fail("%s: %s is %v, allowed: a whole number, 1 or more", s.name, key, x)
	}
	return int64(x)
}

func (s *section) flag(key string) bool {
	node := s.scalar(key, false)
	if node != nil && node.Value != "true" && node.Value != "false" {
		s.fail("%s: %s is %q, allowed: true, false", s.name, key, node.Value)
	}
	return node != nil && node.Value == "true"
}
