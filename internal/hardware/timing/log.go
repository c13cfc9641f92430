package timing

import (
	"math"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Bounds on what is kept of a test.
const (
	mostSamples = 100
	mostSpikes  = 1 << 21 // in all samples, shared out evenly among the cores and the input
	mostPairs   = 1 << 22 // of a neuron and a core to which its spikes may go
)

// Log keeps in which time steps the neurons fire in the first samples of a test. Its
// Record method is what network.Setup.Record asks for: each core, and the input, writes
// to a list of its own, and only while an engine runs.
type Log struct {
	net      *network.Network
	timestep float64 // s
	steps    int64   // in a sample; of own data with times in µs there are many millions
	counting bool
	samples  int // that all have kept
	cores    []coreLog
}

// coreLog is what a core keeps, or the input.
type coreLog struct {
	population int
	room       int // spikes that may still be kept
	whole      int // samples before the first for which there was no room
	samples    [mostSamples][]firing
}

// firing is a spike.
type firing struct {
	step   int64
	neuron int32
}

// NewLog returns an empty log of a network's spikes. The time step is in seconds. The log of a network with more than
// mostPairs stays empty.
func NewLog(net *network.Network, timestep float64) *Log {
	l := &Log{net: net, timestep: timestep, cores: make([]coreLog, len(net.Cores)+1)}
	for _, parameters := range net.Neurons {
		// Rounding must not make a whole number of steps one more.
		l.steps = max(l.steps, int64(math.Ceil(parameters.Duration/timestep-1e-9)))
	}
	for _, core := range net.Cores {
		l.cores[core.ID+1].population = core.Population
	}
	return l
}

// isTooLarge reports whether the routes of all spikes to so many cores would take too much memory.
func (l *Log) isTooLarge(cores int) bool {
	neurons := 0
	for _, size := range l.net.Topology.Sizes {
		neurons += size
	}
	return neurons > mostPairs/max(1, cores)
}

// Begin forgets what was kept, and keeps from now on.
func (l *Log) Begin() {
	if l.isTooLarge(len(l.net.Cores)) {
		return
	}
	for i := range l.cores {
		c := &l.cores[i]
		for sample := range c.samples {
			c.samples[sample] = c.samples[sample][:0]
		}
		c.room, c.whole = mostSpikes/len(l.cores), mostSamples
	}
	l.counting, l.samples = true, 0
}

// End stops keeping. presented is the number of samples in the test.
func (l *Log) End(presented int) {
	if !l.counting {
		return
	}
	l.counting, l.samples = false, min(presented, mostSamples)
	for i := range l.cores {
		l.samples = min(l.samples, l.cores[i].whole)
	}
}

// Record keeps what the neurons of a core, or the input, fired.
func (l *Log) Record(core topology.Core, first uint64, samples [][]messages.Spike) {
	if !l.counting {
		return
	}
	own := &l.cores[core.ID+1]
	for s, spikes := range samples {
		number := first + uint64(s)
		if number >= mostSamples {
			return
		}
		if own.room -= len(spikes); own.room < 0 {
			own.whole = min(own.whole, int(number))
			continue
		}
		for i := range spikes {
			// The end of a sample is part of its last step.
			step := min(int64(spikes[i].Time/l.timestep), l.steps-1)
			own.samples[number] = append(own.samples[number], firing{step, spikes[i].Source})
		}
	}
}

// eachStep visits the spikes of a sample step by step, and ends every step: those without a spike between two others together.
func (l *Log) eachStep(sample int, visit func(population int, neuron int32), end func(steps int64)) {
	next := make([]int, len(l.cores))
	for step := int64(0); step < l.steps; {
		loud := l.steps // the next step with a spike
		for i := range l.cores {
			// The spikes of a core are in order of time.
			firings := l.cores[i].samples[sample]
			for ; next[i] < len(firings) && firings[next[i]].step == step; next[i]++ {
				visit(l.cores[i].population, firings[next[i]].neuron)
			}
			if next[i] < len(firings) {
				loud = min(loud, max(firings[next[i]].step, step+1))
			}
		}
		end(1)
		if silent := loud - step - 1; silent > 0 {
			end(silent)
		}
		step = loud
	}
}
