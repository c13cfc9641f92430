package neuron

import (
	"fmt"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// Distribution is what initial weights are drawn from.
type Distribution interface {
	// Draw draws a weight.
	Draw(stream *rng.Stream) float64
}

// ListedWeights are initial weights that are not drawn.
type ListedWeights interface {
	// OfNeuron lists the weights of a neuron's synapses.
	OfNeuron(neuron int) []float64
}

// Drive is what reaches the neurons of a population beside their synapses: Poisson processes, one for each neuron, which it draws
// by itself, or spike trains. No message brings the arrivals, and no synapse learns from them. The zero value is no drive.
type Drive struct {
	Rate   float64     // arrivals per second of a Poisson process
	Weight float64     // what an arrival adds to the synaptic current; a generator fires at each instead
	Trains [][]float64 // by neuron: times of the arrivals in a sample, seconds, ascending; in place of a rate
}

// IsThere reports whether there is a drive.
func (d Drive) IsThere() bool { return d.Rate > 0 || d.Trains != nil }

// Population is what the neurons of one population have in common. It is
// read-only once neurons are made of it.
type Population struct {
	Index    int // position in the network; the input is 0
	Hidden   int // number of hidden populations, which follow the sources
	Sources  int // number of these; 0 is 1, the input
	Outputs  int // number of output neurons, the length of a feedback row
	IsOutput bool
	// Generates is set where the neurons have no synapses, and fire by themselves. They learn nothing.
	Generates bool

	Model    model.Model
	Learning *learning.Settings
	Weights  []Distribution // of initial weights, by projection into the population
	// Plasticity is that of each projection into the population, nil where all learn their weights only, without bounds.
	Plasticity []Plasticity
	Grades     messages.GradeFormat // in which its spikes carry grades
	Seed       uint64

	Drive Drive // that its neurons draw by themselves

	// Delays gives the delays in seconds of a neuron's synapses, for cases that prescribe them, in place of those drawn.
	Delays func(neuron int) []float64

	// Perturbations gives the ξ of a hidden neuron in a sample, for cases that
	// prescribe it; several goroutines may call it at once. Without it ξ is
	// drawn from the neuron's random stream.
	Perturbations func(neuron int, sample uint64) float64
}

// HasFeedback reports whether its neurons have feedback weights. The rule that
// projects no error needs none, nor do output neurons and generators.
func (p *Population) HasFeedback() bool {
	return !p.IsOutput && !p.Generates && p.Learning.Rule.Feedback() != nil
}

// AveragesRates reports whether its neurons keep a running mean of their rates.
func (p *Population) AveragesRates() bool {
	return !p.IsOutput && !p.Generates && p.Learning.AveragesRates()
}

// idles reports whether a batch without a spike is learned from by an idle step.
func (p *Population) idles() bool { return p.Learning.Optimiser.Idles() && p.Plasticity == nil }

// MayCatchUp reports whether its neurons may put off what they learn from batches in which they fire nothing. Those
// that are revived count what arrives in each.
func (p *Population) MayCatchUp() bool { return p.idles() && p.Learning.Revive == 0 }

// shared is a population with the answers of its model and its rule, which are asked once.
// Its neurons have weights of type W.
type shared[W learning.Float] struct {
	*Population
	kernel   model.Kernel[W]
	windowed model.WindowKernel[W]    // the same, or nil for models that take samples whole
	delayed  model.DelayKernel[W]     // the same, or nil where no delays are learned
	feedback learning.Feedback        // nil without feedback weights
	learned  learning.LearnedFeedback // the same, or nil where the weights don't move
	graded   bool                     // spikes carry grades
	awake    bool                     // has something to do though nothing reaches it
	idles    bool                     // a batch without a spike is learned from by an idle step
}

func newShared[W learning.Float](p *Population) *shared[W] {
	s := &shared[W]{Population: p, kernel: kernelOf[W](p.Model), graded: p.Learning.Rule.Sends().Grades}
	s.windowed, _ = s.kernel.(model.WindowKernel[W])
	if p.LearnsDelays() {
		s.delayed = s.kernel.(model.DelayKernel[W])
	}
	s.awake = p.IsSpontaneous()
	s.idles = p.idles()
	if p.HasFeedback() {
		s.feedback = p.Learning.Rule.Feedback()
		s.learned, _ = s.feedback.(learning.LearnedFeedback)
	}
	return s
}

// kernelOf is what a model does with weights of type W.
func kernelOf[W learning.Float](m model.Model) model.Kernel[W] {
	var kernel any = m.Float64()
	if _, is := any(W(0)).(float32); is {
		kernel = m.Float32()
	}
	return kernel.(model.Kernel[W])
}

// perturbs reports whether the population's neurons perturb their grades in a sample, and
// move their feedback by it. The stream is scratch and may stand anywhere.
func (p *shared[W]) perturbs(sample uint64, stream *rng.Stream) bool {
	if p.learned == nil {
		return false
	}
	if p.Learning.Perturb != learning.PerturbOne || p.Hidden == 1 {
		return true
	}
	stream.Reset(p.Seed, rng.Key{Purpose: rng.PerturbedPopulation, Sample: sample})
	return max(1, p.Sources)+stream.IntN(p.Hidden) == p.Index
}

// perturbation returns ξ ~ N(0, 1) of one neuron and sample, 0 where its population does
// not perturb. The stream is scratch and may stand anywhere.
func (p *shared[W]) perturbation(neuron int, sample uint64, stream *rng.Stream) float64 {
	if !p.perturbs(sample, stream) {
		return 0
	}
	if p.Perturbations != nil {
		return p.Perturbations(neuron, sample)
	}
	stream.Reset(p.Seed, p.key(rng.Perturbation, neuron, sample))
	return stream.NormFloat64()
}

// IsSpontaneous reports whether its neurons have something to do though nothing reaches them: they have a
// drive, or a constant current.
func (p *Population) IsSpontaneous() bool {
	if p.Drive.IsThere() {
		return true
	}
	windows, has := p.Model.Float64().(model.WindowKernel[float64])
	if !has {
		return false
	}
	start := windows.Start(nil)
	return windows.Next(&start) < p.Model.End()
}

// DriveOf is the drive of one neuron in one sample, or nil without one.
func (p *Population) DriveOf(neuron int, sample uint64) *model.Drive {
	if !p.Drive.IsThere() {
		return nil
	}
	if p.Drive.Trains != nil {
		return &model.Drive{Weight: p.Drive.Weight, Times: p.Drive.Trains[neuron]}
	}
	return &model.Drive{Rate: p.Drive.Rate, Weight: p.Drive.Weight, Gaps: rng.NewSequence(p.Seed, p.key(rng.Drive, neuron, sample))}
}

// key names a random stream of one of the population's neurons.
func (p *Population) key(purpose rng.Purpose, neuron int, sample uint64) rng.Key {
	return rng.Key{Purpose: purpose, Population: p.Index, Neuron: neuron, Sample: sample}
}

// Precision names the type of weights and moments.
type Precision string

const (
	// Float32 stores a weight in 4 bytes.
	Float32 Precision = "float32"
	// Float64 stores a weight in 8 bytes.
	Float64 Precision = "float64"
)

// Precisions lists the allowed values.
func Precisions() []Precision { return []Precision{Float32, Float64} }

// Validate checks that the precision is one of Precisions.
func (p Precision) Validate() error {
	if p != Float32 && p != Float64 {
		return fmt.Errorf("neuron: unknown precision %q, allowed: %s, %s", p, Float32, Float64)
	}
	return nil
}
