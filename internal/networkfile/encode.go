package networkfile

import (
	"fmt"
	"strconv"
	"strings"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/topology"
)

// EncodeChain writes the network of a spec that is a chain as a text that Parse reads. It leaves out
// the sizes that a data set has. Weights and delays are uniform.
func EncodeChain(spec *network.Spec) string {
	n := &spec.Topology
	var text strings.Builder
	text.WriteString("network:\n  populations:\n    input: {source: dataset}\n")
	for i, p := range spec.Neurons {
		population := n.FirstNeurons() + i
		size := ""
		if population != n.Output() {
			size = fmt.Sprintf("size: %d, ", n.Sizes[population])
		}
		fmt.Fprintf(&text, "    %s: {%stau-syn: %ss, threshold: %s, spike-cap: %d}\n",
			chainName(n, population), size, decimal(p.TauSyn), decimal(p.Threshold), p.SpikeCap)
	}
	text.WriteString("  projections:\n")
	for k := range n.Projections {
		p := &n.Projections[k]
		fmt.Fprintf(&text, "    - {from: %s, to: %s, connect: %s, weights: {uniform: [%s, %s]}%s}\n", chainName(n, p.From),
			chainName(n, p.To), connection(p.Rule), decimal(p.Weights.Least()), decimal(p.Weights.Most()), delays(p))
	}
	return text.String()
}

// delays writes the delays of a projection, and whether they are learned.
func delays(p *topology.Projection) (text string) {
	if p.Delays.Distribution == nil {
		return ""
	}
	per := perSynapse
	if p.Delays.PerAxon {
		per = perAxon
	}
	text = fmt.Sprintf(", delays: {uniform: [%ss, %ss], per: %s}", decimal(p.Delays.Least()), decimal(p.Delays.Most()), per)
	if p.LearnsDelays {
		text += fmt.Sprintf(", learn: [%s, %s]", learnWeights, learnDelays)
	}
	return text
}

// chainName is the name of a population of a chain.
func chainName(n *topology.Network, population int) string {
	switch population {
	case 0:
		return "input"
	case n.Output():
		return outputName
	}
	return fmt.Sprintf("hidden-%d", population)
}

// connection writes one of the rules that a chain may have.
func connection(rule topology.Rule) string {
	switch r := rule.(type) {
	case topology.FixedInDegree:
		return fmt.Sprintf("{%s: %d}", r.Name(), r.InDegree)
	case topology.Bernoulli:
		return fmt.Sprintf("{%s: %s}", r.Name(), decimal(r.Density))
	}
	return rule.Name()
}

// decimal writes a number so that reading it gives the same one.
func decimal(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
