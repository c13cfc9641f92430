package selfcheck

import (
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/study/selfcheck/graph"
	"sfdfa-actors/messages"
)

// addEligibilities computes the eligibilities of weights and delays from the spikes of each sample.
func (o *graphObservation) addEligibilities() {
	for s := range o.spikes {
		fired := o.byNeuron(s)
		weights, delays := make([][][]float64, len(fired)), make([][][]float64, len(fired))
		for number := 1; number < len(fired); number++ {
			for i := range fired[number] {
				ofWeights, ofDelays := o.eligibilities(fired, number, i)
				weights[number], delays[number] = append(weights[number], ofWeights), append(delays[number], ofDelays)
			}
		}
		o.weights = append(o.weights, o.graph.BySynapse(func(number, i int) []float64 { return weights[number][i] }))
		o.delays = append(o.delays, o.graph.BySynapse(func(number, i int) []float64 { return delays[number][i] }))
	}
}

// byNeuron arranges the spikes of a sample by population and neuron of the network.
func (o *graphObservation) byNeuron(sample int) [][][]messages.Spike {
	fired := make([][][]messages.Spike, len(o.net.Topology.Sizes))
	for number, size := range o.net.Topology.Sizes {
		fired[number] = make([][]messages.Spike, size)
		for _, spike := range o.spikes[sample][number] {
			fired[number][spike.Source] = append(fired[number][spike.Source], spike)
		}
	}
	return fired
}

// eligibilities are those of a neuron's synapses, in their order.
func (o *graphObservation) eligibilities(fired [][][]messages.Spike, number, index int) (ofWeights, ofDelays []float64) {
	var weights []float64
	var arrivals []messages.Spike
	o.graph.Each(number, index, func(projection, _ int, s graph.Synapse) {
		from, j := o.graph.Place(o.graph.Case.Network.Projections[projection].From, s.Pre)
		for _, spike := range fired[from][j] {
			arrivals = append(arrivals, messages.Spike{Time: spike.Time + s.Delay, Source: int32(len(weights))})
		}
		weights = append(weights, s.Weight)
	})
	messages.SortSpikes(arrivals)
	m := o.net.Populations[number].Model
	train := &model.SpikeTrain{}
	train.Load(m, arrivals)
	input := model.Whole(train)
	ownSpikes := o.integrate(m, weights, input)
	ofWeights, ofDelays = make([]float64, len(weights)), make([]float64, len(weights))
	var scratch model.Scratch
	m.Accumulate(o.variant.Form, o.variant.Gradient, &input, ownSpikes, 1, ofWeights, &scratch)
	// A projection with learned delays leads to the population, so its model can do this.
	m.Float64().(model.DelayKernel[float64]).AccumulateDelays(o.variant.Gradient, weights, &input, ownSpikes, 1, ofDelays)
	return ofWeights, ofDelays
}
