package shipped

import (
	"fmt"
	"math"
	"strings"

	"sfdfa-actors/internal/settings"
)

// Network is one that comes with the program.
type Network struct {
	Name    string
	Summary string // one line
	text    func(scale float64) string
}

// Networks is the table of networks.
var Networks = []Network{
	{"balanced", "8,000 excitatory and 2,000 inhibitory neurons with 1,000 synapses each, as Brunel (2000) has them: irregular firing", balanced},
	{"ring", "six populations of 100 neurons in a ring, each exciting the next one 10 ms later: activity goes round", ring},
	{"microcircuit", "the cortical column of Potjans and Diesmann (2014): 77,169 neurons in eight populations, 0.3 billion synapses", microcircuit},
}

// Names lists the networks in the table's order.
func Names() []string {
	names := make([]string, len(Networks))
	for i := range Networks {
		names[i] = Networks[i].Name
	}
	return names
}

// Text is the network file of a network, or false if there is none of that name. The scale multiplies the
// numbers of neurons; it is an error if nothing remains.
func Text(name string, scale float64) (text string, found bool, err error) {
	for _, n := range Networks {
		if n.Name != name {
			continue
		}
		if !(scale >= 0.01 && scale <= 1000) {
			return "", true, settings.Errorf("scale is %v, must be from 0.01 to 1000", scale)
		}
		return n.text(scale), true, nil
	}
	return "", false, nil
}

func sized(size int, scale float64) int { return max(1, int(math.Round(float64(size)*scale))) }

// balanced keeps the chance of a connection, a tenth, up to the full size, and from there on 1,000 synapses a
// neuron.
func balanced(scale float64) string {
	excitatory, inhibitory := sized(8000, scale), sized(2000, scale)
	return balancedText(excitatory, inhibitory, min(800, max(1, excitatory/10)), min(200, max(1, inhibitory/10)))
}

// Balanced is the text of a balanced network with a number of neurons, of which four fifths excite, and of
// synapses of each.
func Balanced(neurons, synapses int) string {
	return balancedText(neurons-neurons/5, neurons/5, synapses-synapses/5, synapses/5)
}

// balancedText is a balanced network. With fewer synapses than 1,000 a weight is larger, so that the input keeps
// fluctuating, and the drive slower, so that it keeps its mean.
func balancedText(excitatory, inhibitory, fromExcitatory, fromInhibitory int) string {
	const full = 1000 // synapses
	ratio := math.Pow(full/float64(fromExcitatory+fromInhibitory), math.Log10(5))
	weight, rate := 0.04*ratio, 8000/ratio
	neuron := fmt.Sprintf("tau-mem: 10ms, tau-syn: 5ms, threshold: 0.01, refractory: 2ms, poisson: {rate: %.6gHz, weight: %.6g}", rate, weight)
	var b strings.Builder
	fmt.Fprintf(&b, "network:\n  populations:\n    excitatory: {size: %d, %s}\n    inhibitory: {size: %d, %s}\n  projections:\n", excitatory, neuron, inhibitory, neuron)
	for _, to := range []string{"excitatory", "inhibitory"} {
		fmt.Fprintf(&b, "    - {from: excitatory, to: %s, connect: {fixed-in-degree: %d}, weights: %.6g, delays: 1.5ms}\n", to, fromExcitatory, weight)
		fmt.Fprintf(&b, "    - {from: inhibitory, to: %s, connect: {fixed-in-degree: %d}, weights: %.6g, delays: 1.5ms}\n", to, fromInhibitory, -5*weight)
	}
	return b.String()
}

// ring has six populations, of which the first is driven now and then.
func ring(scale float64) string {
	const populations = 6
	size := sized(100, scale)
	degree := max(1, size/10)
	var b strings.Builder
	b.WriteString("network:\n  populations:\n")
	for p := range populations {
		drive := ""
		if p == 0 {
			drive = ", poisson: {rate: 20Hz, weight: 2}"
		}
		fmt.Fprintf(&b, "    p%d: {size: %d, tau-mem: 10ms, tau-syn: 5ms, threshold: 0.01, refractory: 20ms%s}\n", p, size, drive)
	}
	b.WriteString("  projections:\n")
	for p := range populations {
		fmt.Fprintf(&b, "    - {from: p%d, to: p%d, connect: {fixed-in-degree: %d}, weights: %.4g, delays: {uniform: [9ms, 11ms]}}\n", p, (p+1)%populations, degree, 30/float64(degree))
	}
	return b.String()
}
