package networkfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/spelling"
)

// parser turns nodes of a YAML document into a file, and collects what is wrong with them.
type parser struct {
	file   *File
	faults []error
}

// refuse adds a fault of a node.
func (p *parser) refuse(node *yaml.Node, format string, arguments ...any) {
	p.faults = append(p.faults, fmt.Errorf("line %d: %s", node.Line, fmt.Sprintf(format, arguments...)))
}

// mapping returns the values of a mapping by key, of those that it may have.
func (p *parser) mapping(what string, node *yaml.Node, allowed ...string) map[string]*yaml.Node {
	values := map[string]*yaml.Node{}
	for _, e := range p.entries(what, node) {
		if !slices.Contains(allowed, e.key) {
			p.refuse(e.node, "%s has the unknown key %s, allowed: %s%s", what, quoted(e.key), strings.Join(allowed, ", "), spelling.Hint(e.key, allowed))
			continue
		}
		values[e.key] = e.value
	}
	return values
}

// entry is a key of a mapping with its value.
type entry struct {
	key         string
	node, value *yaml.Node
}

// entries lists the keys of a mapping in their order, each once. Of no node it lists none.
func (p *parser) entries(what string, node *yaml.Node) []entry {
	if node == nil {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		p.refuse(node, "%s is %s, must be a mapping of keys and values", what, kind(node))
		return nil
	}
	var entries []entry
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if key.Kind != yaml.ScalarNode {
			p.refuse(key, "%s has a key that is %s, must be a word", what, kind(key))
			continue
		}
		if slices.ContainsFunc(entries, func(e entry) bool { return e.key == key.Value }) {
			p.refuse(key, "%s has the key %s twice, allowed: once", what, quoted(key.Value))
			continue
		}
		entries = append(entries, entry{key.Value, key, node.Content[i+1]})
	}
	return entries
}

// kind says in words what a node is.
func kind(node *yaml.Node) string {
	switch {
	case node.Kind == yaml.MappingNode:
		return "a mapping"
	case node.Kind == yaml.SequenceNode:
		return "a list"
	case node.Kind == yaml.AliasNode:
		return "an alias"
	case node.Value == "":
		return "empty"
	}
	return quoted(node.Value)
}

func quoted(text string) string { return strconv.Quote(untrusted.Line(text, longestValue)) }

// word returns the text of a value, which has to be one of those allowed.
func (p *parser) word(what string, node *yaml.Node, allowed ...string) string {
	if node == nil {
		return ""
	}
	if node.Kind != yaml.ScalarNode || !slices.Contains(allowed, node.Value) {
		p.refuse(node, "%s is %s, allowed: %s%s", what, kind(node), strings.Join(allowed, ", "), spelling.Hint(node.Value, allowed))
		return ""
	}
	return node.Value
}

// truth reads true or false.
func (p *parser) truth(what string, node *yaml.Node, usual bool) bool {
	if node == nil {
		return usual
	}
	return p.word(what, node, "true", "false") == "true"
}

// whole reads a whole number from least to most, 0 if there is no node.
func (p *parser) whole(what string, node *yaml.Node, least, most int) int {
	if node == nil {
		return 0
	}
	n, err := strconv.Atoi(node.Value)
	if node.Kind != yaml.ScalarNode || node.Tag != "!!int" || err != nil || n < least || n > most {
		p.refuse(node, "%s is %s, must be a whole number from %d to %d", what, kind(node), least, most)
		return 0
	}
	return n
}
