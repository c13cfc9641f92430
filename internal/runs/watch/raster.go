package watch

import (
	"math"
	"sync"
	"sync/atomic"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// recorder keeps the spikes of the last sample while somebody looks. Those of training samples go before those of
// others: they carry grades.
type recorder struct {
	readers *atomic.Int32
	part    atomic.Int32
	cores   []coreSpikes // the input's last
	end     float64      // of a sample, seconds
	sizes   []int
}

// coreSpikes is what the neurons of a core fired in its last sample.
type coreSpikes struct {
	mutex      sync.Mutex
	population int
	sample     uint64 // presentation + 1; 0 before the first
	trained    bool   // of a sample that is learned from
	spikes     []messages.Spike
	omitted    int
}

// mostSpikes bounds what is kept of a core.
const mostSpikes = 1 << 14

func (r *recorder) start(net *network.Network, readers *atomic.Int32) {
	r.readers, r.end, r.sizes = readers, net.Populations[1].Model.End(), net.Topology.Sizes
	if math.IsInf(r.end, 0) {
		r.end = 1
	}
	r.cores = make([]coreSpikes, len(net.Cores)+1)
	for i, core := range net.Cores {
		r.cores[i].population = core.Population
	}
}

func (r *recorder) setPart(part messages.Part) { r.part.Store(int32(part)) }

// record is a network.Record.
func (r *recorder) record(core topology.Core, first uint64, samples [][]messages.Spike) {
	if r.readers == nil || r.readers.Load() == 0 || len(samples) == 0 {
		return
	}
	trained := messages.Part(r.part.Load()) == messages.Train
	c := &r.cores[len(r.cores)-1]
	if core.ID != messages.InputCore {
		c = &r.cores[core.ID]
	}
	sample := first + uint64(len(samples))
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.trained && !trained || c.trained == trained && c.sample > sample {
		return
	}
	last := samples[len(samples)-1]
	c.sample, c.trained, c.omitted = sample, trained, max(0, len(last)-mostSpikes)
	c.spikes = append(c.spikes[:0], last[:len(last)-c.omitted]...)
}

// sample copies the spikes of the last sample that all cores have seen, by population, and the number of those left
// out. It is to be called at a border. There is none before somebody has looked for a batch.
func (r *recorder) sample() (number uint64, fired [][]messages.Spike, omitted int, any bool) {
	for i := range r.cores {
		c := &r.cores[i]
		c.mutex.Lock()
		number = max(number, c.sample)
		c.mutex.Unlock()
	}
	if number == 0 {
		return 0, nil, 0, false
	}
	fired = make([][]messages.Spike, len(r.sizes))
	for i := range r.cores {
		c := &r.cores[i]
		c.mutex.Lock()
		if c.sample == number {
			fired[c.population] = append(fired[c.population], c.spikes...)
			omitted += c.omitted
		}
		c.mutex.Unlock()
	}
	for _, spikes := range fired {
		messages.SortSpikes(spikes)
	}
	return number - 1, fired, omitted, true
}

// mostDrawn bounds the spikes of a Raster's population.
const mostDrawn = 4000

// raster is the last sample for the feed, nil without one.
func (r *recorder) raster() *Raster {
	number, fired, omitted, any := r.sample()
	if !any {
		return nil
	}
	raster := &Raster{Sample: number, End: r.end, Omitted: omitted}
	for population, spikes := range fired {
		p := RasterPopulation{Population: population, Neurons: []int32{}, Times: []float32{}, Grades: []float32{}}
		for i, spike := range spikes {
			if i == mostDrawn {
				raster.Omitted += len(spikes) - mostDrawn
				break
			}
			raster.Graded = raster.Graded || spike.Grade != 0
			p.Neurons = append(p.Neurons, spike.Source)
			p.Times = append(p.Times, float32(spike.Time))
			p.Grades = append(p.Grades, float32(spike.Grade))
		}
		raster.Populations = append(raster.Populations, p)
	}
	return raster
}

// place names a neuron.
type place struct {
	population int
	neuron     int32
}

// counts are how often each neuron fired in the last sample; those that did not are missing.
func (r *recorder) counts() map[place]int {
	counts := map[place]int{}
	if _, fired, _, any := r.sample(); any {
		for population, spikes := range fired {
			for i := range spikes {
				counts[place{population, spikes[i].Source}]++
			}
		}
	}
	return counts
}
