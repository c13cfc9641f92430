package shipped

import (
	"fmt"
	"math"
	"strings"
)

// layers are those of the microcircuit of Potjans and Diesmann, "The Cell-Type Specific Cortical Microcircuit", Cerebral Cortex 24 (2014),
// their Tables 4 to 6: populations with their sizes, external synapses a neuron, and firing rates in Hz that they report.
var layers = []struct {
	name     string
	size     int
	external float64
	rate     float64
}{
	{"l23e", 20683, 1600, 0.86}, {"l23i", 5834, 1500, 2.80}, {"l4e", 21915, 2100, 4.45}, {"l4i", 5479, 1900, 5.93},
	{"l5e", 4850, 2000, 7.59}, {"l5i", 1065, 1900, 8.63}, {"l6e", 14395, 2900, 1.09}, {"l6i", 2948, 2100, 7.88},
}

// connected is the chance that two neurons are connected, by target and source.
var connected = [8][8]float64{
	{0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0, 0.0076, 0},
	{0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0, 0.0042, 0},
	{0.0077, 0.0059, 0.0497, 0.1350, 0.0067, 0.0003, 0.0453, 0},
	{0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0, 0.1057, 0},
	{0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0},
	{0.0548, 0.0269, 0.0257, 0.0022, 0.0600, 0.3158, 0.0086, 0},
	{0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252},
	{0.0364, 0.0010, 0.0034, 0.0005, 0.0277, 0.0080, 0.0658, 0.1443},
}

// Constants of the microcircuit. Potentials are in mV above rest, and currents as the potential that they would lead to:
// 87.8 pA into 250 pF with τm = 10 ms are 3.512 mV.
const (
	microThreshold    = 15.0 // mV
	microTauMem       = 10e-3
	microTauSyn       = 0.5e-3
	microWeight       = 3.512
	microInhibition   = -4.0
	microExternalRate = 8.0 // Hz, of one external synapse
)

// synapses is the number of synapses of a neuron that give the published chance of a connection, of which several may be
// between the same neurons there.
func synapses(target, source int) float64 {
	p := connected[target][source]
	if p == 0 {
		return 0
	}
	pairs := float64(layers[target].size) * float64(layers[source].size)
	return math.Log1p(-p) / math.Log1p(-1/pairs) / float64(layers[target].size)
}

func microWeightOf(target, source int) float64 {
	switch {
	case source%2 == 1:
		return microInhibition * microWeight
	case target == 0 && source == 2:
		return 2 * microWeight
	}
	return microWeight
}

// microcircuit keeps, at other scales than 1, mean and fluctuations of a neuron's input at the published rates (van Albada,
// Helias and Diesmann, PLoS Computational Biology 11, 2015): synapses are as many fewer as neurons, weights
// grow by the root of that, and a constant current makes up for the rest of the mean. Delays are drawn for each axon and target
// population, not for each synapse.
func microcircuit(scale float64) string {
	growth := 1 / math.Sqrt(scale)
	var b strings.Builder
	b.WriteString("network:\n  populations:\n")
	for target, l := range layers {
		mean := l.external * microExternalRate * microWeight
		for source := range layers {
			mean += synapses(target, source) * layers[source].rate * microWeightOf(target, source)
		}
		current := ""
		if scale != 1 {
			current = fmt.Sprintf("current: %.6g, ", mean*microTauSyn*(1-math.Sqrt(scale)))
		}
		fmt.Fprintf(&b, "    %s: {size: %d, tau-mem: 10ms, tau-syn: 0.5ms, threshold: %g, refractory: 2ms, %spoisson: {rate: %.6gHz, weight: %.6g}}\n",
			l.name, sized(l.size, scale), microThreshold*microTauMem, current, scale*l.external*microExternalRate, growth*microWeight)
	}
	b.WriteString("  projections:\n")
	for target := range layers {
		for source := range layers {
			degree := int(math.Round(scale * synapses(target, source)))
			if degree == 0 {
				continue
			}
			weight, delay := growth*microWeightOf(target, source), 1.5
			if source%2 == 1 {
				delay = 0.8
			}
			least, most := min(0, 2*weight), max(0, 2*weight)
			fmt.Fprintf(&b, "    - {from: %s, to: %s, connect: {fixed-in-degree: %d},\n", layers[source].name, layers[target].name, min(degree, sized(layers[source].size, scale)))
			fmt.Fprintf(&b, "       weights: {normal: {mean: %.6g, sd: %.6g, low: %.6g, high: %.6g}},\n", weight, math.Abs(weight)/10, least, most)
			fmt.Fprintf(&b, "       delays: {normal: {mean: %gms, sd: %gms, low: 0.1ms, high: %gms}, per: axon}}\n", delay, delay/2, 4*delay)
		}
	}
	return b.String()
}
