package actors

import (
	"cmp"
	"slices"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// arrivingSingles collects the spikes that reach one neuron one by one, by delivery.
type arrivingSingles struct {
	model model.Model
	open  map[uint64]*arrivingDelivery
}

type arrivingDelivery struct {
	singles []*messages.ArrivingSingle
	count   *messages.ArrivingCount // nil until it is here
}

func newArrivingSingles(m model.Model) *arrivingSingles {
	return &arrivingSingles{model: m, open: map[uint64]*arrivingDelivery{}}
}

// ofDelivery returns what has arrived of a delivery.
func (as *arrivingSingles) ofDelivery(delivery uint64) *arrivingDelivery {
	a := as.open[delivery]
	if a == nil {
		a = &arrivingDelivery{}
		as.open[delivery] = a
	}
	return a
}

func (as *arrivingSingles) add(single *messages.ArrivingSingle) {
	a := as.ofDelivery(single.Delivery)
	a.singles = append(a.singles, single)
}

func (as *arrivingSingles) close(count *messages.ArrivingCount) {
	as.ofDelivery(count.Delivery.Number).count = count
}

// takeComplete returns a delivery and the inputs of its samples once every spike that the
// core has counted is here, and nothing before.
func (as *arrivingSingles) takeComplete(number uint64) (*messages.Delivery, []model.Input) {
	a := as.open[number]
	if a.count == nil || len(a.singles) < a.count.Count {
		return nil, nil
	}
	delete(as.open, number)
	slices.SortFunc(a.singles, func(x, y *messages.ArrivingSingle) int {
		return cmp.Or(cmp.Compare(x.Spike.Sample, y.Spike.Sample), messages.CompareSpikes(x.Spike, y.Spike))
	})
	delivery := a.count.Delivery
	trains := make([]model.SpikeTrain, delivery.Count)
	for _, single := range a.singles {
		trains[single.Spike.Sample].Append(&single.Spike, single.Synapse, as.model.End())
	}
	inputs := make([]model.Input, delivery.Count)
	for s := range trains {
		as.model.Prepare(&trains[s], false)
		inputs[s] = model.Whole(&trains[s])
	}
	return delivery, inputs
}
