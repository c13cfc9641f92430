package bench

import (
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/messages"
)

// limit is the least that a dense network's first hidden population costs:
// gather the weight of each synaptic event and add two products to two sums,
// without looking for spikes.
type limit struct {
	weights []float32 // of all neurons, one row each
	columns int
	inputs  [][]event // by sample
	batch   int       // samples that pass a row before the next row's turn
	total   float64   // keeps the compiler from leaving the loop out
}

func newLimit(net *network.Network, split datasets.Split, samples int) *limit {
	l := &limit{columns: net.Inputs(), inputs: make([][]event, samples), batch: 50}
	m := net.Populations[1].Model
	var spikes []messages.Spike
	var train model.SpikeTrain
	for s := range l.inputs {
		spikes = split.AppendSpikes(spikes[:0], s)
		train.Load(m, spikes)
		for n := range train.Arrivals {
			l.inputs[s] = append(l.inputs[s], event{train.Arrivals[n].Q, train.Arrivals[n].Synapse})
		}
	}
	l.weights = make([]float32, net.Topology.Sizes[1]*l.columns)
	for i := range l.weights {
		l.weights[i] = 1 / float32(i+1)
	}
	return l
}

// run goes over all samples once on each of procs CPU cores, side by side, and
// returns the seconds that it took.
func (l *limit) run(procs int) float64 {
	began := time.Now()
	totals := make([]float64, procs)
	parallel.Do(procs, func(i int) { totals[i] = l.once() })
	l.total += totals[0]
	return time.Since(began).Seconds()
}

func (l *limit) once() (total float64) {
	for from := 0; from < len(l.inputs); from += l.batch {
		batch := l.inputs[from:min(from+l.batch, len(l.inputs))]
		for row := 0; row < len(l.weights); row += l.columns {
			weights := l.weights[row : row+l.columns]
			for s := range batch {
				a, b := bare(weights, batch[s])
				total += a + b
			}
		}
	}
	return total
}

// event is all that the bare loop needs of an arrival.
type event struct {
	q       float64 // e^{t/τ}
	synapse int32
}

// bare is the inner loop of lif.Integrate without its test for a spike.
func bare(weights []float32, events []event) (a, b float64) {
	for n := range events {
		event := &events[n]
		current := float64(weights[event.synapse]) * event.q
		a += current * event.q
		b += current
	}
	return a, b
}
