package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/course"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// ErrNotThere is the error of a core or neuron that there is not.
var ErrNotThere = errors.New("not there")

// Neuron is one neuron between two batches, with the last sample as it reaches the neuron. What it has learned is
// the neuron's answer to a message. Potential and current are those of the sample at these weights.
type Neuron struct {
	Population int       `json:"population"`
	Name       string    `json:"name"` // of the population
	Neuron     int       `json:"neuron"`
	Steps      int       `json:"steps"` // of the optimiser
	MeanRate   *float64  `json:"mean_rate"`
	Synapses   int       `json:"synapses"`
	Largest    []Synapse `json:"largest"`  // synapses with the largest weights, the largest first
	Weights    Bins      `json:"weights"`  // of all synapses
	Feedback   []float64 `json:"feedback"` // row of feedback weights, by output
	Sample     *Sample   `json:"sample"`   // null before there is one
}

// Synapse is one synapse. Its eligibility is what the last sample left: the sum of dT/dw over the spikes.
type Synapse struct {
	From        int       `json:"from"` // presynaptic neuron
	Weight      float64   `json:"weight"`
	Eligibility float64   `json:"eligibility"`
	Trace       []float64 `json:"trace"` // eligibility after each spike
}

// Bins count numbers between the smallest and the largest.
type Bins struct {
	Least  float64 `json:"least"`
	Most   float64 `json:"most"`
	Counts []int   `json:"counts"`
}

// Sample is what a sample does to a neuron.
type Sample struct {
	Number    uint64    `json:"number"` // of its presentation
	Threshold float64   `json:"threshold"`
	End       float64   `json:"end_seconds"`
	Times     []float64 `json:"times"` // of potential and current, seconds
	Potential []float64 `json:"potential"`
	Current   []float64 `json:"current"`
	Arrivals  []float64 `json:"arrivals"`        // times
	From      []int     `json:"arrivals_from"`   // presynaptic neurons of the arrivals
	Weights   []float64 `json:"arrivals_weight"` // of their synapses
	Incoming  []float64 `json:"arrivals_grade"`  // grades with which they come
	Spikes    []float64 `json:"spikes"`          // times, at the weights of now
	Fired     []float64 `json:"fired"`           // times, as it fired before it learned from the sample
	Grades    []float64 `json:"grades"`          // of those
	Omitted   string    `json:"omitted,omitempty"`
}

// Neuron asks the run for one of its neurons, at the border of the batch under way.
func (w *Watch) Neuron(ctx context.Context, population, index int) (n *Neuron, err error) {
	if asked := w.Ask(ctx, func() { n, err = w.neuron(population, index) }); asked != nil {
		return nil, asked
	}
	return n, err
}

func (w *Watch) neuron(population, index int) (*Neuron, error) {
	net := w.source.Network
	first, last := net.Topology.FirstNeurons(), net.Topology.Output()
	if population < first || population > last {
		return nil, fmt.Errorf("%w: population is %d, allowed: from %d to %d", ErrNotThere, population, first, last)
	}
	if size := net.Topology.Sizes[population]; index < 0 || index >= size {
		return nil, fmt.Errorf("%w: neuron is %d, allowed: from 0 to %d", ErrNotThere, index, size-1)
	}
	learned, err := StateOf(w.source.Engine, net, population, index)
	if err != nil {
		return nil, err
	}
	n := NewNeuron(net, population, index, &learned)
	if number, fired, omitted, any := w.raster.sample(); any {
		if n.Sample = (&Sample{Number: number, End: w.raster.end}); omitted > 0 {
			n.Sample.Omitted = "the sample has more spikes than are kept"
		} else {
			n.Present(net, fired)
		}
	}
	n.KeepLargest()
	return n, nil
}

// NewNeuron is a neuron with what it has learned, and all its synapses in order. It has seen no sample.
func NewNeuron(net *network.Network, population, index int, learned *messages.State) *Neuron {
	n := &Neuron{
		Population: population, Name: net.Topology.Name(population), Neuron: index, Steps: learned.Steps,
		Feedback: learned.Feedback,
	}
	if len(learned.MeanRate) > 0 {
		n.MeanRate = &learned.MeanRate[0]
	}
	n.SetWeights(learned.Weights, net.Topology.AppendPresynaptic(nil, population, index, rng.NewStream(0, rng.Key{})))
	return n
}

// Present works out what n.Sample does to the neuron, whose synapses are still all there, given the spikes of all
// populations, each population's by (time, source).
func (n *Neuron) Present(net *network.Network, fired [][]messages.Spike) {
	weights, partners := make([]float64, len(n.Largest)), make([]int32, len(n.Largest))
	for s := range n.Largest {
		weights[s], partners[s] = n.Largest[s].Weight, int32(n.Largest[s].From)
	}
	n.Sample.fill(net, n, weights, partners, fired)
}

// SetWeights gives the neuron its synapses, each with its presynaptic neuron.
func (n *Neuron) SetWeights(weights []float64, partners []int32) {
	n.Synapses, n.Weights, n.Largest = len(weights), binned(weights), nil
	for s, weight := range weights {
		n.Largest = append(n.Largest, Synapse{From: int(partners[s]), Weight: weight, Trace: []float64{}})
	}
}

// KeepLargest keeps the synapses with the largest weights, the largest first.
func (n *Neuron) KeepLargest() {
	slices.SortStableFunc(n.Largest, func(a, b Synapse) int { return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)) })
	n.Largest = n.Largest[:min(len(n.Largest), mostSynapses)]
}

// mostSynapses bounds the synapses of a Neuron.
const mostSynapses = 24

// answering is an engine that asks one neuron alone.
type answering interface {
	Neuron(core topology.Core, index int) (messages.State, error)
}

var errFound = errors.New("found")

// StateOf asks one neuron of an engine what it has learned, between runs.
func StateOf(e network.Engine, net *network.Network, population, index int) (found messages.State, err error) {
	if one, can := e.(answering); can {
		for _, core := range topology.OfPopulation(net.Cores, population) {
			if index >= core.First && index < core.First+core.Count {
				return one.Neuron(core, index-core.First)
			}
		}
	}
	next := 0
	err = e.States(population, func(states []messages.State) error {
		if next += len(states); index >= next {
			return nil
		}
		found = states[index-next+len(states)]
		return errFound
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return found, err
}

// points is the number of times at which potential and current are shown.
const points = 400

// fill works out what the sample does to the neuron.
func (s *Sample) fill(net *network.Network, n *Neuron, weights []float64, partners []int32, fired [][]messages.Spike) {
	p, population := net.Neurons[n.Population-1], net.Populations[n.Population]
	for _, spike := range fired[n.Population] {
		if int(spike.Source) == n.Neuron {
			s.Fired, s.Grades = append(s.Fired, spike.Time), append(s.Grades, spike.Grade)
		}
	}
	if s.Omitted = course.Obstacle(net, n.Population); s.Omitted != "" {
		return
	}
	var arrivals []course.Arrival
	train := model.SpikeTrain{}
	course.EachSynapse(course.Arriving(net, n.Population, fired), partners, func(spike *messages.Spike, synapse int) {
		train.Append(spike, int32(synapse), s.End)
		arrivals = append(arrivals, course.Arrival{Time: spike.Time, Weight: weights[synapse]})
		s.Arrivals, s.From = append(s.Arrivals, spike.Time), append(s.From, int(spike.Source))
		s.Weights, s.Incoming = append(s.Weights, weights[synapse]), append(s.Incoming, spike.Grade)
	})
	population.Model.Prepare(&train, false)
	own := make([][]model.OwnSpike, 1)
	population.Model.Float64().Integrate(weights, []model.Input{model.Whole(&train)}, nil, own)
	for _, spike := range own[0] {
		s.Spikes = append(s.Spikes, spike.Time)
	}
	s.Times = slices.Clone(s.Spikes)
	for i := range points {
		s.Times = append(s.Times, s.End*float64(i)/(points-1))
	}
	slices.Sort(s.Times)
	s.Potential, s.Current = course.At(p, arrivals, s.Spikes, s.Times)
	s.Threshold = p.Threshold / course.TauMem(&p)
	n.addTraces(net, &train, own[0])
}

// mostTraces bounds the spikes of a trace.
const mostTraces = 16

// addTraces adds the eligibilities that the sample left.
func (n *Neuron) addTraces(net *network.Network, train *model.SpikeTrain, own []model.OwnSpike) {
	population := net.Populations[n.Population]
	in, scratch := model.Whole(train), &model.Scratch{}
	for k := 1; k <= len(own) && k <= mostTraces; k++ {
		sums := make([]float64, len(n.Largest))
		population.Model.Accumulate(net.Learning.Form, net.Learning.Gradient, &in, own[:k], 1, sums, scratch)
		for s := range n.Largest {
			n.Largest[s].Eligibility = sums[s]
			n.Largest[s].Trace = append(n.Largest[s].Trace, sums[s])
		}
	}
}

// binned counts numbers.
func binned(numbers []float64) Bins {
	b := Bins{Counts: make([]int, 24)}
	if len(numbers) == 0 {
		return b
	}
	b.Least, b.Most = slices.Min(numbers), slices.Max(numbers)
	width := (b.Most - b.Least) / float64(len(b.Counts))
	for _, x := range numbers {
		bin := 0
		if width > 0 {
			bin = min(int((x-b.Least)/width), len(b.Counts)-1)
		}
		b.Counts[bin]++
	}
	return b
}
