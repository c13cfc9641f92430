package simulation

import (
	"math"

	"gonum.org/v1/gonum/stat"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/messages"
)

// Summary is what people look at in free runs, by population. The input has none.
type Summary struct {
	from        float64 // when it begins to look, seconds
	end         float64 // of the run, seconds
	populations []population
}

// population is what is summed up of one.
type population struct {
	Spikes    int64       // all of them
	Intervals []intervals // by neuron
	Chosen    [][]float64 // spikes by coarse bin, of some neurons
	Step      int         // one of so many neurons is chosen
}

// intervals are those between the spikes of one neuron.
type intervals struct {
	Spikes       int64
	Last         float64 // spike, seconds
	Sum, Squares float64 // of the intervals
}

const (
	bins       = 100 // in which spikes are counted for correlations
	correlated = 100 // neurons of a population, at most
)

func newSummary(net *network.Network) *Summary {
	s := &Summary{end: net.Populations[1].Model.End(), populations: make([]population, len(net.Populations))}
	for index := 1; index < len(s.populations); index++ {
		size := net.Topology.Sizes[index]
		p := &s.populations[index]
		p.Intervals = make([]intervals, size)
		p.Step = (size + correlated - 1) / correlated
		p.Chosen = make([][]float64, (size+p.Step-1)/p.Step)
		for i := range p.Chosen {
			p.Chosen[i] = make([]float64, bins)
		}
	}
	return s
}

// LeaveOut has rates, intervals and correlations begin at a time in seconds: what a network does before, while it settles,
// only counts among all spikes. It comes before the first segment.
func (s *Summary) LeaveOut(transient float64) { s.from = transient }

// add sums spikes up, which come in order of time.
func (s *Summary) add(index int, spikes []messages.Spike) {
	p, bin := &s.populations[index], (s.end-s.from)/bins
	p.Spikes += int64(len(spikes))
	for i := range spikes {
		time, neuron := spikes[i].Time, int(spikes[i].Source)
		if time < s.from {
			continue
		}
		n := &p.Intervals[neuron]
		if n.Spikes > 0 {
			interval := time - n.Last
			n.Sum += interval
			n.Squares += interval * interval
		}
		n.Spikes++
		n.Last = time
		if neuron%p.Step == 0 {
			p.Chosen[neuron/p.Step][min(int((time-s.from)/bin), bins-1)]++
		}
	}
}

// Rates are the mean firing rates in Hz of each neuron of a population until some biological time in seconds.
func (s *Summary) Rates(index int, time float64) []float64 {
	rates := make([]float64, len(s.populations[index].Intervals))
	for i, n := range s.populations[index].Intervals {
		rates[i] = float64(n.Spikes) / (time - s.from)
	}
	return rates
}

// leastSpikes is how many spikes of a neuron make its irregularity worth a number.
const leastSpikes = 5

// Irregularity is the mean coefficient of variation of the intervals between the spikes of a neuron, over the
// neurons of a population with at least 5 spikes; NaN if there are none.
func (s *Summary) Irregularity(index int) float64 {
	sum, count := 0.0, 0
	for _, n := range s.populations[index].Intervals {
		if n.Spikes < leastSpikes {
			continue
		}
		intervals := float64(n.Spikes - 1)
		mean := n.Sum / intervals
		sum += math.Sqrt(max(0, n.Squares/intervals-mean*mean)) / mean
		count++
	}
	return sum / float64(count)
}

// Correlation is the mean correlation of the spike counts of pairs of up to 100 neurons of a population, in a
// hundred bins; NaN if fewer than two of them fired.
func (s *Summary) Correlation(index int) float64 {
	var active [][]float64
	for _, counts := range s.populations[index].Chosen {
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
