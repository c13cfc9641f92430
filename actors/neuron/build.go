package neuron

import (
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/learning"
)

// Build makes the neurons first, first+1, … of a population in their state
// before training. inDegrees holds, neuron by neuron, the number of synapses of each
// projection into the population, and a 0 where there is none. The neurons' weights and moments lie one after
// the other in common arenas, which costs the garbage collector three objects
// instead of three a neuron; each neuron sees its own part only.
func Build(p *Population, precision Precision, first int, inDegrees []int) []Neuron {
	if precision == Float64 {
		return build(newShared[float64](p), first, inDegrees)
	}
	return build(newShared[float32](p), first, inDegrees)
}

func build[W learning.Float](p *shared[W], first int, inDegrees []int) []Neuron {
	total := sum(inDegrees)
	weights := make([]W, total)
	var moments1, moments2, averages []W
	if p.Learning.Optimiser.HasMoments() {
		moments1, moments2 = make([]W, total), make([]W, total)
	}
	if p.Learning.AveragesWeights() {
		averages = make([]W, total)
	}
	projections := max(1, len(p.Weights))
	neurons := make([]typed[W], len(inDegrees)/projections)
	built := make([]Neuron, len(neurons))
	feedback := make([]float64, len(neurons)*p.feedbackLength())
	stream := rng.NewStream(0, rng.Key{})
	for i := range neurons {
		n, degrees := &neurons[i], inDegrees[i*projections:(i+1)*projections]
		degree := sum(degrees)
		n.population, n.index, n.idle = p, first+i, learning.Untouched()
		weights, n.weights = cut(weights, degree)
		if moments1 != nil {
			moments1, n.first = cut(moments1, degree)
			moments2, n.second = cut(moments2, degree)
		}
		if averages != nil {
			averages, n.averages = cut(averages, degree)
		}
		n.synapses = newSynapses(p.Population, degrees)
		n.silence = newSilence(p.Population)
		feedback, n.feedback = cut(feedback, p.feedbackLength())
		n.initialise(degrees, stream)
		built[i] = n
	}
	return built
}

func sum(numbers []int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return total
}

// cut splits off the first n elements, so that appending to them cannot reach
// into the rest.
func cut[T any](arena []T, n int) (rest, part []T) {
	return arena[n:], arena[:n:n]
}

// feedbackLength is the length of its neurons' feedback rows.
func (p *Population) feedbackLength() int {
	if !p.HasFeedback() {
		return 0
	}
	return p.Outputs
}

// InitialWeights are those of the neurons first, first+1, … of a population before training, as Build has them, one neuron's
// after the other's.
func InitialWeights(p *Population, first int, inDegrees []int) []float32 {
	weights, projections, stream := make([]float32, sum(inDegrees)), max(1, len(p.Weights)), rng.NewStream(0, rng.Key{})
	rest := weights
	for i := range len(inDegrees) / projections {
		degrees := inDegrees[i*projections : (i+1)*projections]
		drawWeights(p, first+i, degrees, rest, stream)
		rest = rest[sum(degrees):]
	}
	return weights
}

// drawWeights gives a neuron's synapses their weights before training.
func drawWeights[W learning.Float](p *Population, index int, degrees []int, weights []W, stream *rng.Stream) {
	stream.Reset(p.Seed, p.key(rng.InitialWeights, index, 0))
	for projection, degree := range degrees {
		if degree == 0 {
			continue
		}
		if listed, is := p.Weights[projection].(ListedWeights); is {
			narrow(weights, listed.OfNeuron(index))
		} else {
			for s := range weights[:degree] {
				weights[s] = W(p.Weights[projection].Draw(stream))
			}
		}
		weights = weights[degree:]
	}
}

func (n *typed[W]) initialise(degrees []int, stream *rng.Stream) {
	p := n.population
	drawWeights(p.Population, n.index, degrees, n.weights, stream)
	copy(n.averages, n.weights)
	n.rate = p.Learning.TargetRate
	if p.feedback != nil {
		stream.Reset(p.Seed, p.key(rng.InitialFeedback, n.index, 0))
		p.feedback.Start(n.feedback, stream)
	}
}
