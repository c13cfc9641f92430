package neuron

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// Neuron is one neuron. It is not safe for concurrent use: whoever owns it
// calls it, one call at a time.
type Neuron interface {
	// Present runs the neuron through the samples presented and appends what
	// it fires to dst, sample after sample, each ordered by time. If learn is
	// set it keeps what Learn needs, and with it the inputs, until Learn. A spike
	// time or a grade that is no finite number is an error.
	Present(dst []messages.Spike, p Presentations, learn bool, scratch *Scratch) ([]messages.Spike, error)
	// PresentWindow does for a window of the samples what Present does for whole ones. next is a time in
	// seconds before which the neuron has nothing to do in any of them, +Inf if nothing at all, unless
	// something arrives. The neuron copies what Learn needs of the inputs.
	PresentWindow(dst []messages.Spike, p Presentations, window *messages.Window, learn bool, scratch *Scratch) (spikes []messages.Spike, next float32, err error)
	// SetDelays gives the neuron's synapses delays in seconds, before the first sample: spikes come to
	// it as they were fired, and it applies the delays. Its model must have windows.
	SetDelays(delays []float64)
	// Learn ends a batch: it moves feedback and weights by what the samples
	// presented since the last call left. broadcasts holds the broadcast of
	// every sample of the batch, ordered by sample and without a gap. It is an
	// error if a feedback weight, projected error, gradient, moment, weight or
	// averaged weight stops being a finite number.
	Learn(broadcasts []messages.ErrorBroadcast, rates messages.Rates, scratch *Scratch) error
	// CatchUp does for consecutive batches of a size in which the neuron fired nothing what Learn does for each. Its
	// errors are those of Learn. Population.MayCatchUp says where it may be called.
	CatchUp(batches, size int, rates messages.Rates, scratch *Scratch) error
	// Moment returns what the neuron keeps in the middle of an endless sample, in a form of its own, and
	// SetMoment has it go on from that: the sample is presentation 0.
	Moment() ([]byte, error)
	SetMoment(state []byte, scratch *Scratch) error
	// SetState replaces what the neuron has learned; the lengths must fit, and
	// all numbers be finite.
	SetState(messages.State) error
	// State returns a copy of what the neuron has learned.
	State() messages.State
	// StateInto is State in the memory of another one, which nobody needs any more, as far as there is enough.
	StateInto(reuse messages.State) messages.State
	// Digest returns a checksum of State.
	Digest() messages.Digest
}

// Presentations are what reaches one neuron in consecutive samples.
type Presentations struct {
	First  uint64        // number of the first sample's presentation, for the random stream
	Inputs []model.Input // by sample
	Packed model.Packed  // the same inputs side by side, or nil

	// Late, if it is not nil, is raised by what the neuron's own delays bring later than the end of the sample.
	Late *int32

	// State is the neuron's in an endless sample if its core keeps it, lent until the neuron has answered. With it come the
	// drives of the core's neurons, or nil, the neuron's position among them, and the weights of its synaptic events.
	State    *model.State
	Drives   *model.Drives
	Position int
	Weights  []float32
}

// Scratch is working memory that neurons may share one after the other; it
// holds nothing between calls.
type Scratch struct {
	stream      *rng.Stream
	ownSpikes   [][]model.OwnSpike // by sample of the presentations
	fired       []model.OwnSpike   // in a window
	grades      []float64
	estimate    []float64
	gradient    []float64
	delays      []float64 // gradient by delays
	byTime      []float64 // ∂L/∂t by arrival
	next        []int     // by synapse, in handOn
	positions   []int32   // likewise
	powers      learning.Powers
	eligibility model.Scratch
	train       model.SpikeTrain // what arrives in a window with the neuron's own delays, or arrived in a sample that is learned from
	input       model.Input      // the latter
	arrived     []messages.Spike // in a window, at delays of its own
	delayed     delayedArrivals
	drive       model.Drive // of a neuron whose state its core keeps
}

// NewScratch returns empty working memory.
func NewScratch() *Scratch {
	return &Scratch{stream: rng.NewStream(0, rng.Key{})}
}

// zeroed returns the slice with length n and all elements 0.
func zeroed[T int | float64](slice *[]T, n int) []T {
	*slice = Resized(*slice, n)
	clear(*slice)
	return *slice
}

// trace is what a sample in which the neuron fired leaves until Learn. A
// sample without a spike leaves nothing: its eligibility is 0.
type trace struct {
	sample       uint64
	input        *model.Input // or nil
	open         *openSample  // that has kept what arrived, if so
	first, end   int          // its part of the neuron's own spikes
	perturbation float64      // ξ
}

// typed is a neuron whose weights and moments are of type W.
type typed[W learning.Float] struct {
	population *shared[W]
	index      int
	weights    []W
	averages   []W // running mean of the weights, empty without
	first      []W // Adam's first moment, empty for other optimisers
	second     []W // Adam's second moment, empty for other optimisers
	idle       learning.Idle
	synapses   *synapses // nil where all learn their weights, and have no delays of their own
	feedback   []float64
	silence    *silence // nil for neurons that are never revived
	rate       float64  // r̄, mean spikes per sample
	steps      int

	ownSpikes []model.OwnSpike
	traces    []trace
	mark      HighWaterMark // of own spikes
	passing   *passing      // samples that come in windows; nil before the first
}

// Present implements Neuron.
func (n *typed[W]) Present(dst []messages.Spike, p Presentations, learn bool, scratch *Scratch) ([]messages.Spike, error) {
	if n.hasDelays() || n.population.Drive.IsThere() {
		dst, _, err := n.PresentWindow(dst, p, &messages.Window{Until: math.Inf(1), Last: true}, learn, scratch)
		return dst, err
	}
	n.integrate(n.population.kernel, p, n.presented(learn), scratch)
	for i, ownSpikes := range scratch.ownSpikes {
		if len(ownSpikes) == 0 {
			n.hear(&p.Inputs[i], learn)
			continue
		}
		sample := p.First + uint64(i)
		perturbation := 0.0
		if learn {
			perturbation = n.population.perturbation(n.index, sample, scratch.stream)
		}
		grades := n.grades(&p.Inputs[i], ownSpikes, perturbation, learn, scratch)
		if !areFinite(ownSpikes, grades) {
			return dst, n.brokenSpike(sample, ownSpikes, grades)
		}
		n.population.Grades.Quantise(grades)
		for k := range ownSpikes {
			spike := messages.Spike{Time: ownSpikes[k].Time, Source: int32(n.index), Sample: int32(i)}
			if grades != nil {
				spike.Grade = grades[k]
			}
			dst = append(dst, spike)
		}
		if learn {
			before := len(n.ownSpikes)
			n.ownSpikes = append(n.ownSpikes, ownSpikes...)
			n.traces = append(n.traces, trace{
				sample: sample, input: &p.Inputs[i],
				first: before, end: len(n.ownSpikes), perturbation: perturbation,
			})
		}
	}
	return dst, nil
}

// presented returns the weights that samples are presented with: what is not
// learned from meets their running mean, if the neuron keeps one.
func (n *typed[W]) presented(learn bool) []W {
	if learn || n.averages == nil {
		return n.weights
	}
	return n.averages
}

// integrate leaves what the neuron fires with these weights in scratch.ownSpikes.
func (n *typed[W]) integrate(kernel model.Kernel[W], p Presentations, weights []W, scratch *Scratch) {
	scratch.ownSpikes = Resized(scratch.ownSpikes, len(p.Inputs))
	for i := range scratch.ownSpikes {
		scratch.ownSpikes[i] = scratch.ownSpikes[i][:0]
	}
	kernel.Integrate(weights, p.Inputs, p.Packed, scratch.ownSpikes)
}

// grades returns the grades of a sample's own spikes as the neuron sums them up, or
// nil where the rule sends none: spikes then carry 0.
func (n *typed[W]) grades(input *model.Input, ownSpikes []model.OwnSpike, perturbation float64, learn bool, scratch *Scratch) []float64 {
	if !learn || !n.population.graded {
		return nil
	}
	scratch.grades = model.Grades(n.weights, input, ownSpikes, perturbation, scratch.grades[:0])
	return scratch.grades
}
