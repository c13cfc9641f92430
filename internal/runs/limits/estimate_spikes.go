package limits

import (
	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Sizes in bytes of spikes, each in one sample.
const (
	touchBytes    = 8  // one that reaches a synapse of a sparse core
	inputBytes    = 16 // what a sparse core keeps for each neuron, whatever it gets
	gatheredBytes = 24 // one that a core gathers from several
	arrivalBytes  = 46 // what a core makes of one for its neurons
	spikeBytes    = 80 // one that a neuron remembers and sends on
	singleBytes   = 50 // one that travels to a neuron alone
)

// Flow is what passes through a network at a time.
type Flow struct {
	Batch    float64   // samples that are learned from together, at most
	Training float64   // samples whose spikes are in the network in training, at most
	Testing  float64   // the same in tests
	Rates    []float64 // spikes of a neuron in a sample, by population with the input first
}

// FlowOf is the flow of a run of the config's network.
func FlowOf(c *settings.Config, net *network.Network, parts network.Parts) (f Flow, err error) {
	train := parts[messages.Train]
	if f.Rates, err = firingRates(net, train); err != nil {
		return Flow{}, err
	}
	epoch := train.Len() / c.Epochs
	f.Batch, f.Training = float64(min(c.Batch, epoch)), float64(min(actors.BatchesUnderWay*c.Batch, epoch))
	for part, split := range parts {
		if part != messages.Train {
			f.Testing = max(f.Testing, float64(min(BatchesInFlight*c.Batch, split.Len())))
		}
	}
	return f, nil
}

// phase is training or testing, as far as memory goes.
type phase struct {
	samples float64 // whose spikes are in the network
	split   float64 // of these, those that sparse cores have shared out among their neurons
	turns   bool    // large cores do that in turns, and are done with it when their neurons have fired
}

// phases are those of a run. Before a batch is learned from, no sparse core shares out the next; the
// plain loop has no next one.
func (f Flow) phases(c *settings.Config) []phase {
	isActors := c.Engine == "actors"
	training := phase{samples: f.Batch, split: f.Batch}
	if isActors {
		training.samples = f.Training
	}
	return []phase{training, {samples: f.Testing, split: f.Testing, turns: isActors}}
}

// SpikesUnderWay is the memory of the spikes in a part of a network that procs CPU cores run, in
// the phase that has most.
func SpikesUnderWay(c *settings.Config, net *topology.Network, f Flow, procs int, of Part) (most Size) {
	if f.Rates == nil {
		return 0 // nothing is known to flow
	}
	for _, p := range f.phases(c) {
		spikes := 0.0
		for population := 1; population < len(net.Sizes); population++ {
			spikes += p.arriving(c, net, population, f.Rates, procs, of)
			_, size := of(population)
			spikes += size * f.Rates[population] * p.samples * spikeBytes
		}
		most = max(most, Size(spikes))
	}
	return most
}

// arriving is the memory of the spikes that reach a population, of which presynaptic neurons
// fire at rates, by population, in a sample.
func (p phase) arriving(c *settings.Config, net *topology.Network, population int, rates []float64, procs int, of Part) (bytes float64) {
	cores, size := of(population)
	reaching := 0.0
	for _, afferent := range net.Afferents(population) {
		spikes := float64(net.Sizes[afferent.From]) * rates[afferent.From] * cores
		reaching += spikes
		if afferent.From >= net.FirstNeurons() && net.CoreCount(afferent.From, c.NeuronsPerCore) > 1 { // the input sends all at once
			bytes += p.samples * spikes * gatheredBytes
		}
	}
	degree, rate := net.MeanInDegree(population), 0.0
	if reaching > 0 {
		rate = reaching / cores / float64(net.PresynapticCount(population))
	}
	samples := p.samples
	if !net.IsDense(population) {
		samples = p.split * p.share(procs, cores, size)
		bytes += samples * size * (inputBytes + rate*degree*touchBytes)
	}
	bytes += samples * reaching * arrivalBytes
	if c.Engine == "actors" && c.Transport == string(actors.SpikeTransport) {
		bytes += p.samples * rate * degree * size * singleBytes
	}
	return bytes
}

// share is the share of a sparse population's cores that have shared out spikes at a time: where they
// take turns, one for each CPU core, and two whose neurons are not yet done.
func (p phase) share(procs int, cores, neurons float64) float64 {
	if !p.turns || cores == 0 || neurons/cores <= system.LargeCore {
		return 1
	}
	return min(1, float64(procs+2)/cores)
}
