package nir

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Text writes a network as a text that networkfile reads: the shape of the network and its constants, without
// weights. A population has its node's name, as far as letters of such a name go.
func (net *Network) Text() string {
	var text strings.Builder
	names := net.names()
	fmt.Fprintf(&text, "network:\n  populations:\n    %s: {source: dataset, size: %d}\n", names[0], net.Populations[0].Size)
	for i := 1; i < len(names); i++ {
		p := &net.Populations[i]
		fmt.Fprintf(&text, "    %s: {size: %d, tau-syn: %ss, threshold: %s", names[i], p.Size, decimal(p.Neuron.TauSyn), decimal(p.Neuron.Threshold))
		if p.Neuron.TauMem != 0 {
			fmt.Fprintf(&text, ", tau-mem: %ss", decimal(p.Neuron.TauMem))
		}
		if p.Neuron.Current != 0 {
			fmt.Fprintf(&text, ", current: %s", decimal(p.Neuron.Current))
		}
		if i == len(names)-1 {
			text.WriteString(", output: true")
		}
		text.WriteString("}\n")
	}
	text.WriteString("  projections:\n")
	for _, p := range net.Projections {
		fmt.Fprintf(&text, "    - {from: %s, to: %s, connect: all-to-all", names[p.From], names[p.To])
		if p.Delay > 0 {
			fmt.Fprintf(&text, ", delays: %ss", decimal(p.Delay))
		}
		text.WriteString("}\n")
	}
	return text.String()
}

// decimal writes a number so that reading it gives the same one.
func decimal(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// longestName is that of a population in a text, without a number that makes it another one.
const longestName = 50

// names are names for the populations, each its own.
func (net *Network) names() []string {
	names, seen := make([]string, len(net.Populations)), map[string]bool{}
	for i := range names {
		name := strings.Map(func(r rune) rune {
			switch r = unicode.ToLower(r); {
			case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
				return r
			}
			return '_'
		}, net.Populations[i].Name)
		if name = name[:min(len(name), longestName)]; name == "" || name[0] < 'a' || name[0] > 'z' {
			name = "n" + name
		}
		own := name
		for k := 2; seen[own]; k++ {
			own = fmt.Sprintf("%s_%d", name, k)
		}
		names[i], seen[own] = own, true
	}
	return names
}
