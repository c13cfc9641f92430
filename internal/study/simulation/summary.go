package simulation

import (
	"math"

	"gonum.org/v1/gonum/stat"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/messages"
)

// Summary is what people look at in free runs, by population. The input has none.
type Summary struct {
	bin         float64 // seconds
	populations []population
}

// population is what is summed up of one.
type population struct {
	intervals []intervals // by neuron
	counts    []float64   // spikes by bin, of all neurons
	chosen    [][]float64 // spikes by coarse bin, of some neurons
	step      int         // one of so many neurons is chosen
	raster    []messages.Spike
}

// intervals are those between the spikes of one neuron.
type intervals struct {
	spikes       int64
	last         float64 // spike, seconds
	sum, squares float64 // of the intervals
}

const (
	bins       = 1000  // of a population's rate
	coarse     = 10    // bins in which spikes are counted for correlations
	correlated = 100   // neurons of a population, at most
	mostRaster = 20000 // spikes of a population in the raster
	inRaster   = 100   // neurons of a population in the raster
)

func newSummary(net *network.Network) *Summary {
	s := &Summary{bin: net.Populations[1].Model.End() / bins, populations: make([]population, len(net.Populations))}
	for index := 1; index < len(s.populations); index++ {
		size := net.Topology.Sizes[index]
		p := &s.populations[index]
		p.intervals = make([]intervals, size)
		p.counts = make([]float64, bins)
		p.step = (size + correlated - 1) / correlated
		p.chosen = make([][]float64, (size+p.step-1)/p.step)
		for i := range p.chosen {
			p.chosen[i] = make([]float64, bins/coarse)
		}
	}
	return s
}

// add sums spikes up, which come in order of time.
func (s *Summary) add(index int, spikes []messages.Spike) {
	p := &s.populations[index]
	for i := range spikes {
		time, neuron := spikes[i].Time, int(spikes[i].Source)
		n := &p.intervals[neuron]
		if n.spikes > 0 {
			interval := time - n.last
			n.sum += interval
			n.squares += interval * interval
		}
		n.spikes++
		n.last = time
		bin := min(int(time/s.bin), bins-1)
		p.counts[bin]++
		if neuron%p.step == 0 {
			p.chosen[neuron/p.step][min(bin/coarse, bins/coarse-1)]++
		}
		if neuron < inRaster && len(p.raster) < mostRaster {
			p.raster = append(p.raster, messages.Spike{Time: time, Source: int32(neuron)})
		}
	}
}

// Rates are the mean firing rates in Hz of each neuron of a population over some biological time in seconds.
func (s *Summary) Rates(index int, time float64) []float64 {
	rates := make([]float64, len(s.populations[index].intervals))
	for i, n := range s.populations[index].intervals {
		rates[i] = float64(n.spikes) / time
	}
	return rates
}

// leastSpikes is how many spikes of a neuron make its irregularity worth a number.
const leastSpikes = 5

// Irregularity is the mean coefficient of variation of the intervals between the spikes of a neuron, over the
// neurons of a population with at least 5 spikes; NaN if there are none.
func (s *Summary) Irregularity(index int) float64 {
	sum, count := 0.0, 0
	for _, n := range s.populations[index].intervals {
		if n.spikes < leastSpikes {
			continue
		}
		intervals := float64(n.spikes - 1)
		mean := n.sum / intervals
		sum += math.Sqrt(max(0, n.squares/intervals-mean*mean)) / mean
		count++
	}
	return sum / float64(count)
}

// Correlation is the mean correlation of the spike counts of pairs of up to 100 neurons of a population, in a
// hundred bins; NaN if fewer than two of them fired.
func (s *Summary) Correlation(index int) float64 {
	var active [][]float64
	for _, counts := range s.populations[index].chosen {
		if stat.Variance(counts, nil) > 0 {
			active = append(active, counts)
		}
	}
	sum, pairs := 0.0, 0
	for i := range active {
		for j := range i {
			sum += stat.Correlation(active[i], active[j], nil)
			pairs++
		}
	}
	return sum / float64(pairs)
}
