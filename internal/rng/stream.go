package rng

import "math/rand/v2"

// Purpose says what a stream's numbers are used for; two purposes never share
// a stream. The values are part of what a seed means: append, never renumber.
type Purpose uint64

const (
	// InitialWeights draws a neuron's synaptic weights before training.
	InitialWeights Purpose = iota + 1
	// InitialFeedback draws a neuron's row of feedback weights (DFA).
	InitialFeedback
	// Connectivity draws a neuron's presynaptic partners.
	Connectivity
	// Perturbation draws ξ, the number that a hidden neuron adds to the grade
	// of its first spike of a sample.
	Perturbation
	// SampleOrder shuffles the training samples of an epoch.
	SampleOrder
	// TaskTemplate draws the classes of a generated data set.
	TaskTemplate
	// TaskSample draws one sample of a generated data set.
	TaskSample
	// Augmentation draws the distortion of one presentation of an image.
	Augmentation
	// Delay draws the delays of a neuron's synapses through one projection.
	Delay
	// AxonDelay draws the delay of all synapses of a presynaptic neuron through one projection.
	AxonDelay
	// Drive draws the arrivals that a neuron gets beside those of its synapses.
	Drive
	// SweepPoint draws the settings of one point of a random sweep.
	SweepPoint
	// PerturbedPopulation draws the hidden population that perturbs grades in a sample.
	PerturbedPopulation
)

// Key names one stream. Fields that a purpose has no use for stay 0.
type Key struct {
	Purpose    Purpose
	Population int
	Neuron     int
	Sample     uint64
}

// Stream draws random numbers; the zero value is not ready, use NewStream.
// It is not safe for concurrent use.
type Stream struct {
	*rand.Rand
	generator *rand.PCG
}

// NewStream returns a stream standing at the start of the key's sequence.
func NewStream(seed uint64, key Key) *Stream {
	generator := &rand.PCG{}
	s := &Stream{Rand: rand.New(generator), generator: generator}
	s.Reset(seed, key)
	return s
}

// Reset moves the stream to the start of the key's sequence, without allocating.
func (s *Stream) Reset(seed uint64, key Key) {
	h := key.hash(seed)
	s.generator.Seed(h, mix(h))
}

func (k Key) hash(seed uint64) uint64 {
	h := mix(seed)
	h = mix(h ^ uint64(k.Purpose))
	h = mix(h ^ uint64(k.Population))
	h = mix(h ^ uint64(k.Neuron))
	return mix(h ^ k.Sample)
}

// Source returns the stream as a source for libraries that draw by themselves.
func (s *Stream) Source() rand.Source { return s.generator }

// increment lies between the states of a SplitMix64 generator.
const increment = 0x9e3779b97f4a7c15

// mix is the SplitMix64 step (Steele, Lea, Flood 2014): a bijection of 64-bit
// numbers in which every input bit reaches every output bit.
func mix(x uint64) uint64 {
	x += increment
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}
