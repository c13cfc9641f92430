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
	eventBytes     = 8  // one that reaches a synapse of a sparse core
	inputBytes     = 16 // what a sparse core keeps for each neuron, whatever it gets
	collectedBytes = 24 // one that a core collects from several
	arrivalBytes   = 46 // what a core makes of one for its neurons
	spikeBytes     = 80 // one that a neuron remembers and sends on
	singleBytes    = 50 // one that travels to a neuron alone

	keptBytes   = 23  // one that a neuron keeps until it has learned, in a sample that it goes through window by window
	windowBytes = 350 // what a neuron keeps of such a sample, whatever it gets
)

// windowsAtATime are those of which a core has arrivals: of one for its neurons, and what comes in the next.
const windowsAtATime = 2

// Flow is what passes through a network at a time.
type Flow struct {
	Batch    float64   // samples that are learned from together, at most
	Training float64   // samples whose spikes are in the network in training, at most
	Testing  float64   // the same in tests
	Rates    []float64 // spikes of a neuron in a sample, by population with the input first
	Windows  []float64 // of a sample, by population; 0 where none are made, or none at all
}

// windowShare is the share of a sample that cores of a population have at a time.
func (f *Flow) windowShare(population int) (share float64, windowed bool) {
	if f.Windows == nil || f.Windows[population] == 0 {
		return 1, false
	}
	return min(1, windowsAtATime/f.Windows[population]), true
}

// FlowOf is the flow of a run of the config's network.
func FlowOf(c *settings.Config, net *network.Network, parts network.Parts) (f Flow, err error) {
	train := parts[messages.Train]
	if f.Rates, err = firingRates(net, train); err != nil {
		return Flow{}, err
	}
	f.Windows = make([]float64, len(f.Rates))
	for population, windows := range net.WindowsByPopulation(&network.Setup{}) {
		if windows != nil {
			f.Windows[population] = float64(windows.Count)
		}
	}
	epoch := train.Len() / c.Epochs
	f.Batch, f.Training = float64(min(c.Batch, epoch)), float64(min(actors.BatchesUnderWay*c.Batch, epoch))
	for part, split := range parts {
		if part != messages.Train {
			f.Testing = max(f.Testing, float64(min(InFlight(c), split.Len())))
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
			_, size := of(population)
			spikes += p.arriving(c, net, population, &f, procs, of) + size*f.Rates[population]*p.samples*spikeBytes
		}
		most = max(most, Size(spikes))
	}
	return most
}

// arriving is the memory of the spikes that reach a population in a flow.
func (p phase) arriving(c *settings.Config, net *topology.Network, population int, f *Flow, procs int, of Part) (bytes float64) {
	cores, size := of(population)
	share, windowed := f.windowShare(population)
	reaching := 0.0
	for _, afferent := range net.Afferents(population) {
		spikes := float64(net.Sizes[afferent.From]) * f.Rates[afferent.From] * cores
		reaching += spikes
		if afferent.From >= net.FirstNeurons() && net.CoreCount(afferent.From, c.NeuronsPerCore) > 1 { // the input sends all at once
			bytes += share * p.samples * spikes * collectedBytes
		}
	}
	degree, rate := net.MeanInDegree(population), 0.0
	if reaching > 0 {
		rate = reaching / cores / float64(net.PresynapticCount(population))
	}
	events := rate * degree * size
	samples := p.samples
	if !net.IsDense(population) {
		samples = p.split * p.share(procs, cores, size)
		bytes += samples * (size*inputBytes + share*events*eventBytes)
	}
	bytes += share * samples * reaching * arrivalBytes
	if windowed { // what neurons keep in training they have room for in tests, too
		bytes += p.split*size*windowBytes + f.Batch*events*keptBytes
	}
	if c.Engine == "actors" && c.Transport == string(actors.SpikeTransport) {
		bytes += p.samples * events * singleBytes
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
