package pretrained

import (
	"archive/zip"
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// StateSource has the states of a network's neurons: an engine, or a checkpoint.
type StateSource interface {
	// States is as network.Engine's.
	States(population int, visit func([]messages.State) error) error
}

// Write writes a network into a NumPy file, from which a run may start. What the network is:
//
//	settings       [byte] the settings that say it, as YAML in UTF-8
//	names          [byte] of the populations, the input first, a line each
//	sizes          [population] neurons, the input first
//	tau_syn        [population] synaptic time constant in seconds, without the input,
//	               as all that follow; tau_mem, threshold, refractory (seconds),
//	               current, spike_cap
//	duration       [1] end of a sample in seconds
//
// and what its neurons have learned, population by population (1 is the first hidden one):
//
//	weights_N      [neuron][presynaptic neuron], or [synapse] of a sparse population
//	starts_N       [neuron + 1] where each neuron's synapses start (sparse only)
//	presynaptic_N  [synapse] the presynaptic neuron (sparse only): with starts_N as
//	               row pointers and weights_N as values a matrix in CSR form
//	averages_N     as weights_N, their running mean (with weight-average only)
//	feedback_N     [neuron][output neuron], of hidden populations with feedback
//	rates_N        [neuron] running mean of spikes per sample, of hidden populations
//	               (with rate-average only)
//	delays_N       as weights_N, in seconds (of populations that learn some only)
func Write(path string, c *settings.Config, net *network.Network, source StateSource) error {
	file, err := atomicfile.Create(path)
	if err != nil {
		return fmt.Errorf("pretrained: %w", err)
	}
	defer file.Abandon() // after a good end there is nothing left to remove
	x := &export{net: net, source: source, npz: npz.NewWriter(file, zip.Store)}
	if err := x.all(c); err != nil {
		return fmt.Errorf("pretrained: writing %s: %w", path, err)
	}
	if err := file.Commit(); err != nil {
		return fmt.Errorf("pretrained: %w", err)
	}
	return nil
}

// all writes the arrays.
func (x *export) all(c *settings.Config) error {
	if err := x.describe(c); err != nil {
		return err
	}
	for population := 1; population < len(x.net.Populations); population++ {
		if err := x.population(population); err != nil {
			return err
		}
	}
	return x.npz.Close()
}

// export is an export under way.
type export struct {
	net    *network.Network
	source StateSource
	npz    *npz.Writer
}

func (x *export) population(population int) error {
	size, presynaptic := x.net.Topology.Sizes[population], x.net.Topology.PresynapticCount(population)
	shape := []int{size, presynaptic}
	if !x.net.Topology.IsDense(population) {
		starts := x.starts(population)
		shape = []int{int(starts[size])}
		if err := x.connectivity(population, starts); err != nil {
			return err
		}
	}
	p, precision := x.net.Populations[population], descr(x.net.Precision)
	for _, part := range []struct {
		name  string
		has   bool
		descr string
		shape []int
		of    func(*messages.State) []float64
	}{
		{"weights", true, precision, shape, func(s *messages.State) []float64 { return s.Weights }},
		{"averages", x.net.Learning.AveragesWeights(), precision, shape, func(s *messages.State) []float64 { return s.Averages }},
		{"feedback", p.HasFeedback(), "<f8", []int{size, p.Outputs}, func(s *messages.State) []float64 { return s.Feedback }},
		{"rates", p.AveragesRates(), "<f8", []int{size}, func(s *messages.State) []float64 { return s.MeanRate }},
		{"delays", p.LearnsDelays(), "<f8", shape, func(s *messages.State) []float64 { return s.Delays }},
	} {
		if !part.has {
			continue
		}
		if err := x.states(part.name, population, part.descr, part.shape, part.of); err != nil {
			return err
		}
	}
	return nil
}

// states writes one part of all neurons' states.
func (x *export) states(name string, population int, descr string, shape []int, part func(*messages.State) []float64) error {
	return x.npz.Array(fmt.Sprintf("%s_%d", name, population), descr, shape, func(v *npz.Values) error {
		return x.source.States(population, func(states []messages.State) error {
			for i := range states {
				for _, x := range part(&states[i]) {
					v.Float(x)
				}
			}
			return nil
		})
	})
}

// descr is NumPy's name of the type of weights. They hardly compress, so the archive
// is stored as it is.
func descr(precision neuron.Precision) string {
	if precision == neuron.Float64 {
		return "<f8"
	}
	return "<f4"
}

// starts says where the synapses of each neuron start.
func (x *export) starts(population int) []int64 {
	starts := make([]int64, 1, x.net.Topology.Sizes[population]+1)
	for _, core := range topology.OfPopulation(x.net.Cores, population) {
		partners := x.net.Topology.Partners(core)
		for i := range core.Count {
			starts = append(starts, starts[len(starts)-1]+int64(len(partners.NeuronPartners(i))))
		}
	}
	return starts
}

func (x *export) connectivity(population int, starts []int64) error {
	err := x.npz.Array(fmt.Sprintf("starts_%d", population), "<i8", []int{len(starts)}, func(v *npz.Values) error {
		for _, start := range starts {
			v.Integer(start)
		}
		return nil
	})
	if err != nil {
		return err
	}
	synapses := []int{int(starts[len(starts)-1])}
	return x.npz.Array(fmt.Sprintf("presynaptic_%d", population), "<i4", synapses, func(v *npz.Values) error {
		for _, core := range topology.OfPopulation(x.net.Cores, population) {
			partners := x.net.Topology.Partners(core)
			for i := range core.Count {
				for _, j := range partners.NeuronPartners(i) {
					v.Integer(int64(j))
				}
			}
		}
		return nil
	})
}
