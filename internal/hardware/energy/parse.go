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
	top, err := mapping("the profile", document)
	if err != nil {
		return nil, err
	}
	p := &Profile{}
	if err := top.only("name", "title", "note", "cores-per-chip", "constants"); err != nil {
		return nil, err
	}
	if p.Name, err = top.text("name", true); err != nil {
		return nil, err
	}
	if p.Title, err = top.text("title", true); err != nil {
		return nil, err
	}
	if p.Note, err = top.text("note", false); err != nil {
		return nil, err
	}
	if p.CoresPerChip, err = top.whole("cores-per-chip"); err != nil {
		return nil, err
	}
	if strings.ContainsFunc(p.Name, notOfName) {
		return nil, fmt.Errorf("name is %q, allowed: letters, digits, '-', '_' and '.'", p.Name)
	}
	if p.Constants, err = top.constants(); err != nil {
		return nil, err
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
		return nil, errors.New("the profile is empty, allowed: name, title, note, cores-per-chip, constants")
	} else if err != nil {
		return nil, errors.New(strings.Join(strings.Fields(err.Error()), " "))
	}
	if err := decoder.Decode(new(yaml.Node)); err != io.EOF {
		return nil, errors.New("the profile has more than one YAML document, allowed: one")
	}
	return document.Content[0], nil
}

// section is a YAML mapping with a name for messages.
type section struct {
	name   string
	keys   []string
	values map[string]*yaml.Node
}

func mapping(name string, node *yaml.Node) (*section, error) {
	if node.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s is %s, allowed: keys with values", name, kindOf(node))
	}
	s := &section{name: name, values: map[string]*yaml.Node{}}
	for i := 0; i < len(node.Content); i += 2 {
		key := node.Content[i]
		if key.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("%s has a key in line %d that is %s, allowed: a word", name, key.Line, kindOf(key))
		}
		if s.values[key.Value] != nil {
			return nil, fmt.Errorf("%s has the key %q twice, again in line %d, allowed: once", name, key.Value, key.Line)
		}
		s.keys = append(s.keys, key.Value)
		s.values[key.Value] = node.Content[i+1]
	}
	return s, nil
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
func (s *section) only(allowed ...string) error {
	for _, key := range s.keys {
		if !slices.Contains(allowed, key) {
			return fmt.Errorf("%s has the unknown key %q, allowed: %s", s.name, key, strings.Join(allowed, ", "))
		}
	}
	return nil
}

// scalar returns the value of a key as it is written, or false if there is none.
func (s *section) scalar(key string, required bool) (*yaml.Node, bool, error) {
	node := s.values[key]
	switch {
	case node == nil && required:
		return nil, false, fmt.Errorf("%s has no %s", s.name, key)
	case node == nil:
		return nil, false, nil
	case node.Kind != yaml.ScalarNode || node.Tag == "!!null":
		return nil, false, fmt.Errorf("%s: %s is %s, allowed: one value", s.name, key, kindOf(node))
	}
	return node, true, nil
}

func (s *section) text(key string, required bool) (string, error) {
	node, given, err := s.scalar(key, required)
	if !given {
		return "", err
	}
	text := strings.TrimSpace(node.Value)
	if text == "" || len(text) > longestText {
		return "", fmt.Errorf("%s: %s has %d bytes, allowed: from 1 to %d", s.name, key, len(text), longestText)
	}
	return text, nil
}

// largestNumber keeps every product far inside the range of a float64.
const largestNumber = 1e9

// number reads a number from 0 to largestNumber.
func (s *section) number(key string, required bool) (float64, error) {
	node, given, err := s.scalar(key, required)
	if !given {
		return 0, err
	}
	x, err := strconv.ParseFloat(node.Value, 64)
	if err != nil || node.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		return 0, fmt.Errorf("%s: %s is %q, allowed: a number from 0 to %g", s.name, key, node.Value, float64(largestNumber))
	}
	if !(x >= 0 && x <= largestNumber) {
		return 0, fmt.Errorf("%s: %s is %v, allowed: a number from 0 to %g", s.name, key, x, float64(largestNumber))
	}
	return x, nil
}

// whole reads a whole number from 1 to largestNumber, or 0 if there is none.
func (s *section) whole(key string) (int64, error) {
	x, err := s.number(key, false)
	if err == nil && s.values[key] != nil && (x < 1 || x != math.Trunc(x)) {
		return 0, fmt.Errorf("%s: %s is %v, allowed: a whole number, 1 or more", s.name, key, x)
	}
	return int64(x), err
}

func (s *section) flag(key string) (bool, error) {
	node, given, err := s.scalar(key, false)
	if !given {
		return false, err
	}
	if node.Value != "true" && node.Value != "false" {
		return false, fmt.Errorf("%s: %s is %q, allowed: true, false", s.name, key, node.Value)
	}
	return node.Value == "true", nil
}
