package neurobench

import (
	"math"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/messages"
)

// Report has the columns of the NeuroBench leaderboards, by their names, for a
// network that is presented with samples, and beside them what learning takes.
type Report struct {
	ClassificationAccuracy    float64            `json:"ClassificationAccuracy"`    // from 0 to 1
	Footprint                 int64              `json:"Footprint"`                 // bytes of weights and delays, and of the tables of sparse projections
	ParameterCount            int64              `json:"ParameterCount"`            // weights, and delays that are kept
	ConnectionSparsity        float64            `json:"ConnectionSparsity"`        // of the dense network's weights, four decimals
	ActivationSparsity        float64            `json:"ActivationSparsity"`        // over hidden and output neurons, time steps and samples
	ActivationSparsityByLayer map[string]float64 `json:"ActivationSparsityByLayer"` // by population
	SynapticOperations        Operations         `json:"SynapticOperations"`        // a sample
	MembraneUpdates           float64            `json:"MembraneUpdates"`           // a sample: pairs of a neuron and a time step whose potential changes
	NeuronOperations          NeuronOperations   `json:"NeuronOperations"`          // a sample
	Arrivals                  float64            `json:"arrivals"`                  // spikes at synapses, weights of 0 included, a sample; no column of NeuroBench

	Timestep        float64   `json:"activation_sparsity_dt_seconds"` // of activation_sparsity and Dense
	Timesteps       int64     `json:"timesteps_per_sample"`
	SpikesPerNeuron float64   `json:"spikes_per_neuron"` // hidden and output, a sample
	Samples         int64     `json:"samples"`
	Learning        *Training `json:"learning,omitempty"` // null where nothing was learned
}

// Operations are synaptic operations of a sample. Effective_MACs are graded and Effective_ACs
// binary; they are never one number.
type Operations struct {
	Dense   float64 `json:"Dense"` // of all pairs of a neuron and a weight at every time step, zeros included
	EffMACs float64 `json:"Effective_MACs"`
	EffACs  float64 `json:"Effective_ACs"`
}

// NeuronOperations are arithmetic operations on the state of neurons, of a sample: of updates, and of all pairs of a neuron
// and a time step.
type NeuronOperations struct {
	Effective float64 `json:"Effective Neuron Ops"`
	Dense     float64 `json:"Neuron Dense Ops"`
}

// operationsOfUpdate is what the harness counts for an update of snnTorch's Synaptic neuron that subtracts its threshold: two
// state variables, as here.
const operationsOfUpdate = 6

// Training is what learning takes, which NeuroBench does not count. Memory is in
// bytes, beside the footprint.
type Training struct {
	FeedbackBytes    int64 `json:"feedback_weights_bytes"`
	MomentsBytes     int64 `json:"optimiser_moments_bytes"`
	EligibilityBytes int64 `json:"eligibility_bytes"` // a number for each weight and delay that is learned
	// SynapticOperations are those of a training sample's presentation: Effective_MACs
	// are the grades'.
	SynapticOperations *Operations `json:"synaptic_operations,omitempty"` // null without a training sample
}

// States gives the states of a population's neurons, in order, as an engine does.
type States interface {
	States(population int, visit func([]messages.State) error) error
}

// Report sums up what was counted since Begin, for a network with these weights.
// It needs a sample at least.
func (c *Counter) Report(net *network.Network, picture *mesh.Picture, states States, right int) (*Report, error) {
	fanOut, err := countFanOut(net, states)
	if err != nil {
		return nil, err
	}
	r := &Report{Timestep: c.timestep, Timesteps: c.steps, Samples: c.samples}
	samples, sizes := float64(c.samples), net.Topology.Sizes
	r.ClassificationAccuracy = float64(right) / samples
	var dense, effective, synaptic, nonZero, fired, neurons float64
	for k := range net.Topology.Projections {
		p := &net.Topology.Projections[k]
		dense += float64(sizes[p.From]) * float64(sizes[p.To])
	}
	for population, counts := range c.spikes {
		if population > 0 {
			neurons += float64(sizes[population])
			fired += float64(sum(counts))
		}
		for j, spikes := range counts {
			effective += float64(spikes * fanOut.nonZero[population][j])
			synaptic += float64(spikes * fanOut.all[population][j])
		}
		nonZero += float64(sum(fanOut.nonZero[population]))
	}
	r.ConnectionSparsity = math.Round(1e4*(1-nonZero/dense)) / 1e4
	r.ActivationSparsity = 1 - float64(sum(c.active[1:]))/(neurons*float64(r.Timesteps)*samples)
	r.addLayers(c, net)
	r.ParameterCount = fanOut.synapses()
	r.MembraneUpdates = float64(c.MembraneUpdates()+c.untouched()) / samples
	r.NeuronOperations = NeuronOperations{operationsOfUpdate * r.MembraneUpdates, operationsOfUpdate * neurons * float64(c.steps)}
	r.SynapticOperations = Operations{Dense: dense * float64(r.Timesteps), EffACs: effective / samples}
	r.Arrivals = synaptic / samples
	r.SpikesPerNeuron = fired / neurons / samples
	r.addMemory(net, picture)
	return r, nil
}

// addLayers adds the sparsity of each population.
func (r *Report) addLayers(c *Counter, net *network.Network) {
	active := make([]int64, len(net.Topology.Sizes))
	for _, core := range net.Cores {
		active[core.Population] += c.active[core.ID+1]
	}
	r.ActivationSparsityByLayer = map[string]float64{}
	for population := net.Topology.FirstHidden(); population < len(active); population++ {
		pairs := float64(net.Topology.Sizes[population]) * float64(c.steps) * float64(c.samples)
		r.ActivationSparsityByLayer[net.Topology.Name(population)] = 1 - float64(active[population])/pairs
	}
}

func (r *Report) addMemory(net *network.Network, picture *mesh.Picture) {
	width := int64(4)
	if net.Precision == neuron.Float64 {
		width = 8
	}
	r.Learning = &Training{}
	for _, core := range picture.Resources() {
		r.Footprint += core.SynapseBytes
		r.ParameterCount += core.Delays
		learned := width*core.LearnedWeights + 8*core.LearnedDelays // delays are float64 with every precision
		r.Learning.FeedbackBytes += 8 * core.FeedbackWeights        // float64 with every precision
		r.Learning.EligibilityBytes += learned
		if net.Learning.Optimiser.HasMoments() {
			r.Learning.MomentsBytes += 2 * learned
		}
	}
}

// fanOut is the number of synapses of each neuron's spikes, by population.
type fanOut struct{ all, nonZero [][]int64 }

// synapses is the number of synapses of the network.
func (f *fanOut) synapses() (total int64) {
	for _, counts := range f.all {
		total += sum(counts)
	}
	return total
}

func countFanOut(net *network.Network, states States) (*fanOut, error) {
	f := &fanOut{}
	for _, size := range net.Topology.Sizes {
		f.all, f.nonZero = append(f.all, make([]int64, size)), append(f.nonZero, make([]int64, size))
	}
	for population := net.Topology.FirstNeurons(); population < len(net.Populations); population++ {
		if err := f.count(net, population, states); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// count counts the synapses of a population.
func (f *fanOut) count(net *network.Network, population int, states States) error {
	afferents := net.Topology.Afferents(population)
	i := 0
	return states.States(population, func(some []messages.State) error {
		partners := net.Topology.GroupPartners(population, i, 1, len(some))
		for n := range some {
			at := 0
			for s, j := range partners.NeuronPartners(n) {
				for int(j) >= afferents[at].Offset+net.Topology.Sizes[afferents[at].From] {
					at++
				}
				from, j := afferents[at].From, int(j)-afferents[at].Offset
				f.all[from][j]++
				if some[n].Weights[s] != 0 {
					f.nonZero[from][j]++
				}
			}
		}
		i += len(some)
		return nil
	})
}

func sum(counts []int64) (total int64) {
	for _, n := range counts {
		total += n
	}
	return total
}
