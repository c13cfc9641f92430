package experiment

import (
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/lif"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/messages"
)

// limit is the least that a dense network's first hidden population costs:
// gather the weight of each synaptic event and add two products to two sums,
// without looking for spikes.
type limit struct {
	weights []float32 // of all neurons, one row each
	columns int
	inputs  []lif.Volley // by sample
	batch   int          // samples that pass a row before the next row's turn
	total   float64      // keeps the compiler from leaving the loop out
}

func newLimit(net *network.Network, split datasets.Split, samples int) *limit {
	l := &limit{columns: net.Inputs(), inputs: make([]lif.Volley, samples), batch: 50}
	model := net.Populations[1].Model
	var spikes []messages.Spike
	for s := range l.inputs {
		spikes = split.AppendSpikes(spikes[:0], s)
		l.inputs[s].Load(model, spikes)
	}
	l.weights = make([]float32, net.Topology.Sizes[1]*l.columns)
	for i := range l.weights {
		l.weights[i] = 1 / float32(i+1)
	}
	return l
}

// run goes over all samples once and returns the seconds that it took.
func (l *limit) run() float64 {
	began := time.Now()
	for from := 0; from < len(l.inputs); from += l.batch {
		batch := l.inputs[from:min(from+l.batch, len(l.inputs))]
		for row := 0; row < len(l.weights); row += l.columns {
			weights := l.weights[row : row+l.columns]
			for s := range batch {
				a, b := bare(weights, batch[s].Arrivals)
				l.total += a + b
			}
		}
	}
	return time.Since(began).Seconds()
}

// bare is the inner loop of lif.Integrate without its test for a spike.
func bare(weights []float32, arrivals []lif.Arrival) (a, b float64) {
	for n := range arrivals {
		arrival := &arrivals[n]
		current := float64(weights[arrival.Synapse]) * arrival.Q
		a += current * arrival.Q
		b += current
	}
	return a, b
}
