package actors

import (
	"cmp"
	"slices"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/messages"
)

// singleInputs collects the spikes that reach one neuron one by one, by
// envelope.
type singleInputs struct {
	model *lif.Model
	open  map[uint64]*singleInput
}

type singleInput struct {
	singles  []*messages.Single
	delivery *Delivery // in which the core says how many spikes come, once it is here
}

func newSingleInputs(model *lif.Model) *singleInputs {
	return &singleInputs{model: model, open: map[uint64]*singleInput{}}
}

func (si *singleInputs) of(envelope *messages.Envelope) *singleInput {
	input := si.open[envelope.Number]
	if input == nil {
		input = &singleInput{}
		si.open[envelope.Number] = input
	}
	return input
}

func (si *singleInputs) add(message *messages.Single) {
	input := si.of(message.Envelope)
	input.singles = append(input.singles, message)
}

func (si *singleInputs) close(delivery *Delivery) {
	si.of(delivery.Envelope).delivery = delivery
}

// take returns an envelope's delivery and the inputs of its samples once every spike
// that the core announced is here, and nothing before.
func (si *singleInputs) take(envelope *messages.Envelope) (*Delivery, []lif.Input) {
	input := si.open[envelope.Number]
	if input.delivery == nil || len(input.singles) < input.delivery.Count {
		return nil, nil
	}
	delete(si.open, envelope.Number)
	slices.SortFunc(input.singles, func(x, y *messages.Single) int {
		return cmp.Or(
			cmp.Compare(x.Spike.Sample, y.Spike.Sample),
			messages.CompareSpikes(x.Spike, y.Spike))
	})
	trains := make([]lif.SpikeTrain, envelope.Count)
	for _, single := range input.singles {
		trains[single.Spike.Sample].Append(si.model, &single.Spike, single.Synapse)
	}
	inputs := make([]lif.Input, envelope.Count)
	for s := range trains {
		trains[s].Seal(si.model)
		inputs[s] = lif.Whole(&trains[s])
	}
	return input.delivery, inputs
}
