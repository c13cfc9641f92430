package machine

import (
	"time"

	"sfdfa-actors/internal/parallel"
)

// BareLoop is the least that a dense population costs: gather the weight of each synaptic event and add two products to
// two sums, without looking for spikes.
type BareLoop struct {
	weights []float32 // of all neurons, one row each
	columns int
	inputs  [][]Event // by sample
	total   float64   // keeps the compiler from leaving the loop out
}

// Event is all that the bare loop needs of an arrival.
type Event struct {
	Q       float64 // e^{t/τ}
	Synapse int32
}

// together is how many samples pass a row before the next row's turn.
const together = 50

// NewBareLoop is the loop over neurons with so many synapses each, which take the events of some samples.
func NewBareLoop(neurons, synapses int, inputs [][]Event) *BareLoop {
	l := &BareLoop{columns: synapses, inputs: inputs, weights: make([]float32, neurons*synapses)}
	for i := range l.weights {
		l.weights[i] = 1 / float32(i+1)
	}
	return l
}

// Synthetic is the loop over as many neurons and synapses as the usual MNIST network has, and a few samples: some 10 ms.
func Synthetic() *BareLoop {
	const neurons, synapses, samples, events = 800, 784, 50, 150
	inputs := make([][]Event, samples)
	for s := range inputs {
		for n := range events {
			inputs[s] = append(inputs[s], Event{Q: 1 + float64(n)/events, Synapse: int32((n*5 + s) % synapses)})
		}
	}
	return NewBareLoop(neurons, synapses, inputs)
}

// Run goes over all samples once on each of procs CPU cores, side by side, and returns the seconds that it took.
func (l *BareLoop) Run(procs int) float64 {
	began := time.Now()
	totals := make([]float64, procs)
	parallel.Do(procs, func(i int) { totals[i] = l.once() })
	l.total += totals[0]
	return time.Since(began).Seconds()
}

// SpeedUp is how many times as much gets done if each of procs CPU cores runs the loop: at best procs.
func (l *BareLoop) SpeedUp(procs int) float64 {
	return float64(procs) * l.Run(1) / l.Run(procs)
}

func (l *BareLoop) once() (total float64) {
	for from := 0; from < len(l.inputs); from += together {
		batch := l.inputs[from:min(from+together, len(l.inputs))]
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

// bare is the inner loop of lif.Integrate without its test for a spike.
func bare(weights []float32, events []Event) (a, b float64) {
	for n := range events {
		event := &events[n]
		current := float64(weights[event.Synapse]) * event.Q
		a += current * event.Q
		b += current
	}
	return a, b
}
