package networktest

import (
	"math/rand/v2"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/topology"
)

// Recurrent returns the case of a seed with cycles: the hidden populations of Random project to themselves, the last one to the
// first one, and to the output twice. Delays are constant, of axons, of synapses, and learned, some weights have bounds; one population has a drive.
func Recurrent(seed uint64) Case {
	c := Random(seed)
	r := rand.New(rand.NewPCG(seed, 0xc1c1e))
	n := &c.Spec.Topology
	last := n.Output() - 1
	drawn := topology.Uniform{Low: 0.01, High: 0.03}
	add := func(from, to int) {
		p := topology.Projection{From: from, To: to, Rule: projection(r, n.Sizes[from]), Weights: topology.Uniform{Low: -0.4, High: 0.3}}
		p.Delays = pick(r, []topology.Delays{{Distribution: topology.Constant{Value: 0.015}}, {Distribution: drawn, PerAxon: true}, {Distribution: drawn}})
		p.LearnsDelays = p.Delays.Distribution == drawn && !p.Delays.PerAxon && r.IntN(2) == 0
		if r.IntN(2) == 0 {
			p.LeastWeight, p.MostWeight = -0.3, 0.25
		}
		n.Projections = append(n.Projections, p)
	}
	for population := 1; population <= last; population++ {
		add(population, population)
	}
	if last > 1 {
		add(last, 1)
	}
	add(last, n.Output())
	c.Spec.Drives = make([]neuron.Drive, len(c.Spec.Neurons))
	c.Spec.Drives[r.IntN(last)] = neuron.Drive{Rate: 30, Weight: 0.2}
	c.Train.Rates.Delays = 0.002
	return c
}
