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

func (n *typed[W]) initialise(degrees []int, stream *rng.Stream) {
	p := n.population
	stream.Reset(p.Seed, p.key(rng.InitialWeights, n.index, 0))
	rest := n.weights
	for projection, degree := range degrees {
		if degree == 0 {
			continue
		}
		if listed, is := p.Weights[projection].(ListedWeights); is {
			narrow(rest, listed.OfNeuron(n.index))
		} else {
			for s := range rest[:degree] {
				rest[s] = W(p.Weights[projection].Draw(stream))
			}
		}
		rest = rest[degree:]
	}
	copy(n.averages, n.weights)
	n.rate = p.Learning.TargetRate
	if p.feedback != nil {
		stream.Reset(p.Seed, p.key(rng.InitialFeedback, n.index, 0))
		p.feedback.Start(n.feedback, stream)
	}
}
