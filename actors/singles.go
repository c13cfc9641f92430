package actors

import (
	"cmp"
	"slices"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// arrivingSingles collects the spikes that reach one neuron one by one, by delivery.
type arrivingSingles struct {
	model   model.Model
	open    []*arrivingDelivery // nearly always none or one
	learned []*arrivingDelivery // presented, and not yet learned from
	free    []*arrivingDelivery // to use again
	sent    []sentSingles       // in order
}

// arrivingDelivery is what has arrived of a delivery, and what the neuron is presented with once it is complete.
type arrivingDelivery struct {
	number  uint64
	singles []*messages.ArrivingSingle
	count   *messages.ArrivingCount // nil until it is here
	trains  []model.SpikeTrain
	inputs  []model.Input
}

func newArrivingSingles(m model.Model) *arrivingSingles { return &arrivingSingles{model: m} }

// ofDelivery returns what has arrived of a delivery.
func (as *arrivingSingles) ofDelivery(delivery uint64) *arrivingDelivery {
	for _, a := range as.open {
		if a.number == delivery {
			return a
		}
	}
	a := &arrivingDelivery{}
	if last := len(as.free) - 1; last >= 0 {
		a, as.free = as.free[last], as.free[:last]
	}
	a.number = delivery
	as.open = append(as.open, a)
	return a
}

// add takes a spike, and returns the delivery if it is complete with it, or nil.
func (as *arrivingSingles) add(single *messages.ArrivingSingle) *arrivingDelivery {
	a := as.ofDelivery(single.Delivery)
	a.singles = append(a.singles, single)
	return as.complete(a)
}

// close takes the number of spikes, and returns the delivery if it is complete with it, or nil.
func (as *arrivingSingles) close(count *messages.ArrivingCount) *arrivingDelivery {
	a := as.ofDelivery(count.Delivery.Number)
	a.count = count
	return as.complete(a)
}

// complete returns a delivery once every spike that the core has counted is here, in the form that neurons are presented
// with. It then is no longer open.
func (as *arrivingSingles) complete(a *arrivingDelivery) *arrivingDelivery {
	if a.count == nil || len(a.singles) < a.count.Count {
		return nil
	}
	as.open = slices.DeleteFunc(as.open, func(b *arrivingDelivery) bool { return a == b })
	if !inOrder(a.singles) { // a core sends them in order, but nothing may depend on that
		slices.SortFunc(a.singles, compareSingles)
	}
	samples, end := a.count.Delivery.Count, as.model.End()
	a.trains, a.inputs = neuron.Resized(a.trains, samples), a.inputs[:0]
	for s := range a.trains {
		a.trains[s].Clear()
	}
	for _, single := range a.singles {
		a.trains[single.Spike.Sample].Append(&single.Spike, single.Synapse, end)
	}
	for s := range a.trains {
		as.model.Prepare(&a.trains[s], false)
		a.inputs = append(a.inputs, model.Whole(&a.trains[s]))
	}
	return a
}

// inOrder reports whether the spikes of a delivery need not be sorted. Most differ in their time.
func inOrder(singles []*messages.ArrivingSingle) bool {
	for i := 1; i < len(singles); i++ {
		x, y := &singles[i-1].Spike, &singles[i].Spike
		if (x.Sample != y.Sample || x.Time >= y.Time) && compareSingles(singles[i-1], singles[i]) > 0 {
			return false
		}
	}
	return true
}

// compareSingles orders the spikes of a delivery.
func compareSingles(x, y *messages.ArrivingSingle) int {
	return cmp.Or(cmp.Compare(x.Spike.Sample, y.Spike.Sample), messages.CompareSpikes(x.Spike, y.Spike))
}

// presented notes that the neuron has been presented with a delivery. What it is going to learn from stays.
func (as *arrivingSingles) presented(a *arrivingDelivery, learns bool) {
	as.learned = append(as.learned, a)
	if !learns {
		as.release()
	}
}

// release keeps what the neuron was presented with for what comes next.
func (as *arrivingSingles) release() {
	for _, a := range as.learned {
		a.count, a.singles = nil, a.singles[:0]
	}
	as.free = append(as.free, as.learned...)
	as.learned = as.learned[:0]
}

// sentSingles are what the neuron fired in a delivery, spike by spike.
type sentSingles struct {
	delivery uint64
	spikes   []messages.OwnSingle
}

// send sends the spikes of an answer to the neuron's core one by one. The core has read what was sent in the first
// deliveries, read in number: that memory is used again.
func (as *arrivingSingles) send(answer *messages.OwnSpikes, read uint64, core Address, out Outbox) {
	if len(answer.Spikes) == 0 {
		return
	}
	of := sentSingles{delivery: answer.Delivery}
	if len(as.sent) > 0 && as.sent[0].delivery < read {
		of.spikes = as.sent[0].spikes
		as.sent = slices.Delete(as.sent, 0, 1)
	}
	of.spikes = neuron.Resized(of.spikes, len(answer.Spikes))
	for i, spike := range answer.Spikes {
		of.spikes[i] = messages.OwnSingle{Delivery: answer.Delivery, Spike: spike}
		out.Send(core, &of.spikes[i])
	}
	as.sent = append(as.sent, of)
}
