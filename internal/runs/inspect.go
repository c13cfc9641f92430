package runs

import (
	"errors"
	"fmt"
	"math"

	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
)

// Inspection is what a trained network consists of.
type Inspection struct {
	Checkpoint  string          `json:"checkpoint"`
	Epochs      int             `json:"epochs"`  // finished before the checkpoint
	Batches     int             `json:"batches"` // that the network has learned from
	Epoch       int             `json:"epoch"`   // that the silent neurons are counted in, up to the checkpoint
	Inputs      int             `json:"inputs"`
	Parameters  int64           `json:"parameters"` // weights, and feedback weights where they are learned
	Populations []Population    `json:"populations"`
	Config      settings.Config `json:"config"`
}

// Population is what a population of a trained network consists of.
type Population struct {
	Population int         `json:"population"` // 1 is the first hidden one, the output comes last
	Name       string      `json:"name"`       // its index without one
	Neurons    int         `json:"neurons"`
	Connection string      `json:"connection"` // the rule that chose its synapses
	Synapses   int64       `json:"synapses"`
	Silent     int         `json:"silent_neurons"`
	Weights    Statistics  `json:"weights"`
	Feedback   *Statistics `json:"feedback,omitempty"` // null without feedback weights
}

// Statistics describe some numbers; without any all are 0.
type Statistics struct {
	Count             int64   `json:"count"`
	Min               float64 `json:"min"`
	Mean              float64 `json:"mean"`
	StandardDeviation float64 `json:"sd"` // of these numbers, not of a sample
	Max               float64 `json:"max"`

	squares float64 // sum of squared distances from the mean
}

// add takes numbers one by one (Welford 1962), so that the mean costs no digits.
func (s *Statistics) add(values []float64) {
	for _, x := range values {
		if s.Count == 0 {
			s.Min, s.Max = x, x
		}
		s.Count++
		s.Min, s.Max = min(s.Min, x), max(s.Max, x)
		distance := x - s.Mean
		s.Mean += distance / float64(s.Count)
		s.squares += distance * (x - s.Mean)
	}
	if s.Count > 0 {
		s.StandardDeviation = math.Sqrt(s.squares / float64(s.Count))
	}
}

// Inspect goes over all neurons once.
func (t *Trained) Inspect() (*Inspection, error) {
	x := &Inspection{
		Checkpoint: t.Checkpoint, Epochs: t.Epochs, Batches: t.Batches, Epoch: t.Epoch,
		Inputs: t.net.Inputs(), Config: t.Config,
	}
	_, learned := t.net.Learning.Rule.Feedback().(learning.LearnedFeedback)
	for index := 1; index < len(t.net.Populations); index++ {
		p := Population{Population: index, Name: t.net.Topology.Label(index), Neurons: t.net.Topology.Sizes[index], Connection: t.net.Topology.Connection(index)}
		if t.net.Populations[index].HasFeedback() {
			p.Feedback = &Statistics{}
		}
		err := t.startingPoint.file.Visit(index, func(_ int, n *checkpoint.Neuron) error {
			if !n.Active {
				p.Silent++
			}
			p.Weights.add(n.State.Weights)
			if p.Feedback != nil {
				p.Feedback.add(n.State.Feedback)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		p.Synapses = p.Weights.Count
		x.Parameters += p.Synapses
		if p.Feedback != nil && learned {
			x.Parameters += p.Feedback.Count
		}
		x.Populations = append(x.Populations, p)
	}
	return x, nil
}

// NeuronInspection is one neuron of a trained network.
type NeuronInspection struct {
	Population int       `json:"population"`
	Neuron     int       `json:"neuron"`
	Steps      int       `json:"steps"`  // of the optimiser
	Silent     bool      `json:"silent"` // in the epoch of Inspection
	Synapses   []Synapse `json:"synapses"`
	Feedback   []float64 `json:"feedback,omitempty"`  // by output neuron
	MeanRate   *float64  `json:"mean_rate,omitempty"` // running mean of spikes per sample; null without rate-average
}

// Synapse is one synapse of a neuron.
type Synapse struct {
	Presynaptic int32    `json:"presynaptic"` // index in the population before
	Weight      float64  `json:"weight"`
	Average     *float64 `json:"average,omitempty"`       // null without weight-average
	First       *float64 `json:"first_moment,omitempty"`  // null without Adam
	Second      *float64 `json:"second_moment,omitempty"` // null without Adam
}

// errFound ends a visit early.
var errFound = errors.New("found")

// InspectNeuron finds one neuron. A neuron that there is not is a ConfigError.
func (t *Trained) InspectNeuron(population, index int) (*NeuronInspection, error) {
	last := t.net.Topology.Output()
	if population < 1 || population > last {
		return nil, settings.Errorf("population is %d, allowed: 1 to %d, the output", population, last)
	}
	if size := t.net.Topology.Sizes[population]; index < 0 || index >= size {
		return nil, settings.Errorf("neuron is %d, allowed: 0 to %d in population %d", index, size-1, population)
	}
	x := &NeuronInspection{Population: population, Neuron: index, Synapses: []Synapse{}}
	err := t.startingPoint.file.Visit(population, func(i int, n *checkpoint.Neuron) error {
		if i < index {
			return nil
		}
		if err := x.addSynapses(n, t.presynaptic(population, index)); err != nil {
			return err
		}
		return errFound
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return x, err
}

func (x *NeuronInspection) addSynapses(n *checkpoint.Neuron, presynaptic []int32) error {
	if got, want := len(n.State.Weights), len(presynaptic); got != want {
		return fmt.Errorf("runs: neuron %d of population %d has %d weights in the checkpoint, the network has %d", x.Neuron, x.Population, got, want)
	}
	x.Steps, x.Silent, x.Feedback = n.State.Steps, !n.Active, n.State.Feedback
	if len(n.State.MeanRate) > 0 {
		x.MeanRate = &n.State.MeanRate[0]
	}
	for s, weight := range n.State.Weights {
		synapse := Synapse{Presynaptic: presynaptic[s], Weight: weight}
		if n.State.Averages != nil {
			synapse.Average = &n.State.Averages[s]
		}
		if n.State.First != nil {
			synapse.First, synapse.Second = &n.State.First[s], &n.State.Second[s]
		}
		x.Synapses = append(x.Synapses, synapse)
	}
	return nil
}
