package networkfile

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Section is the part of a YAML text from its top key network to the next key, word for word, behind
// so many empty lines that each of its lines keeps its number. Where keys don't begin lines of
// their own, it is the same written anew. It is empty without that key.
func Section(text []byte) string {
	document, err := decode(text)
	if err != nil || document.Kind != yaml.MappingNode {
		return ""
	}
	for i := 0; i+1 < len(document.Content); i += 2 {
		key := document.Content[i]
		if key.Value != "network" {
			continue
		}
		if document.Style&yaml.FlowStyle != 0 {
			return rewritten(document.Content[i+1])
		}
		lines := bytes.SplitAfter(text, []byte("\n"))
		end := len(lines)
		if i+2 < len(document.Content) {
			end = document.Content[i+2].Line - 1
		}
		return strings.Repeat("\n", key.Line-1) + string(bytes.Join(lines[key.Line-1:end], nil))
	}
	return ""
}

// rewritten writes a network anew; it is empty where that can't be.
func rewritten(network *yaml.Node) string {
	text, err := yaml.Marshal(map[string]*yaml.Node{"network": network})
	if err != nil {
		return ""
	}
	return string(text)
}
