package actors_test

import (
	"fmt"
	"slices"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
)

// flow counts how many samples are under way.
type flow struct{ now, most int }

// watch makes the simulation's coordinator tell f what it admits and hears.
func (f *flow) watch(s *simulation) {
	address := actors.Address{Role: actors.Coordinator}
	s.machines[address] = watched{
		Machine: s.machines[address],
		gets: func(message any) {
			if outcomes, ok := message.(*messages.Outcomes); ok {
				f.now -= len(outcomes.Outcomes)
			}
		},
		sends: func(to actors.Address, message any) {
			if admission, ok := message.(*messages.Admission); ok && to.Role == actors.Input {
				f.now += admission.Envelope.Count
				f.most = max(f.most, f.now)
			}
		},
	}
}

// Without learning no more samples are under way than the assignment allows,
// and as many whole batches as fit; one batch always may.
func TestSamplesInFlightAreBounded(t *testing.T) {
	for seed := range uint64(6) {
		for _, inFlight := range []int{1, 3, 5, 6, 9, 11, 100} {
			for _, anyOrder := range []bool{false, true} {
				c := longCase(seed)
				c.Test.InFlight = inFlight
				net, plan := build(t, c, actors.PacketTransport)
				s := newSimulation(t, net, plan, c.Parts, seed)
				s.anyOrder = anyOrder
				var f flow
				f.watch(s)
				finished, _ := s.run(t, c.Test)
				if finished.Presented != 35 || f.now != 0 {
					t.Errorf("seed %d, in flight %d: %d samples presented, %d still under way, want 35 and 0", seed, inFlight, finished.Presented, f.now)
				}
				least, most := min(35, max(3, inFlight/3*3)), max(3, inFlight)
				if f.most < least || f.most > most {
					t.Errorf("seed %d, in flight %d: up to %d samples under way, want %d to %d", seed, inFlight, f.most, least, most)
				}
			}
		}
	}
}

// With learning two batches are under way, whatever the assignment allows: one
// that is presented and learned from, and the next.
func TestTwoBatchesAreUnderWayWhenLearning(t *testing.T) {
	for seed := range uint64(10) {
		for _, transport := range actors.Transports() {
			c := longCase(seed)
			net, plan := build(t, c, transport)
			s := newSimulation(t, net, plan, c.Parts, seed)
			s.anyOrder = true
			var f flow
			f.watch(s)
			s.run(t, c.Train)
			if f.most != 6 || f.now != 0 {
				t.Errorf("seed %d, %s transport: up to %d samples under way and %d at the end, want two batches of 3 and 0", seed, transport, f.most, f.now)
			}
		}
	}
}

// barrier checks that batches follow each other: it knows from which batches each
// neuron has to learn since it has fired there.
type barrier struct {
	t       *testing.T
	name    string
	fired   map[actors.Address]map[uint64]bool           // by number of the batch; until the neuron has learned from it
	batches map[actors.Address]map[uint64]messages.Batch // of the deliveries that a neuron got, by number
	learned int                                          // messages that say so
}

// watch makes the simulation's neurons and coordinator tell b what they do.
func (b *barrier) watch(s *simulation) {
	for address, machine := range s.machines {
		w := watched{Machine: machine}
		switch address.Role {
		case actors.Neuron:
			b.fired[address], b.batches[address] = map[uint64]bool{}, map[uint64]messages.Batch{}
			w.gets = func(message any) {
				if delivery := deliveryOf(message); delivery != nil {
					b.batches[address][delivery.Number] = delivery.Batch
				}
			}
			w.sends = func(_ actors.Address, message any) {
				switch message := message.(type) {
				case *messages.OwnSpikes:
					b.presented(address, b.batches[address][message.Delivery].Number, len(message.Spikes) > 0)
				case *messages.Learned:
					delete(b.fired[address], message.Batch)
					b.learned++
				}
			}
		case actors.Coordinator:
			w.sends = func(_ actors.Address, message any) { b.admitted(message) }
		default:
			continue
		}
		s.machines[address] = w
	}
}

// presented: a neuron answers spikes of a batch when it has learned from all
// batches before it in which it has fired.
func (b *barrier) presented(address actors.Address, batch uint64, fires bool) {
	for before := range b.fired[address] {
		if before < batch {
			b.t.Fatalf("%s: %s answers spikes of batch %d before it has learned from batch %d", b.name, address, batch, before)
		}
	}
	if fires {
		b.fired[address][batch] = true
	}
}

// deliveryOf is the delivery that a message brings a neuron, or nil.
func deliveryOf(message any) *messages.Delivery {
	switch message := message.(type) {
	case *messages.Delivery:
		return message
	case *messages.ArrivingCount:
		return message.Delivery
	}
	return nil
}

// admitted: a batch enters the network when all neurons have learned from all
// batches before it but the last in which they have fired.
func (b *barrier) admitted(message any) {
	admission, ok := message.(*messages.Admission)
	if !ok {
		return
	}
	for address, fired := range b.fired {
		for batch := range fired {
			if admission.Envelope.Batch.Number > batch+1 {
				b.t.Fatalf("%s: batch %d is admitted when %s has not learned from batch %d", b.name, admission.Envelope.Batch.Number, address, batch)
			}
		}
	}
}

// No neuron is presented with a batch before it has learned from the batch
// before, and no batch enters the network before all have learned from the one
// before that.
func TestNeuronsLearnBeforeTheNextBatch(t *testing.T) {
	learned := 0
	for seed := range uint64(10) {
		for _, transport := range actors.Transports() {
			c := longCase(seed)
			c.Train.First = 1000 * seed
			net, plan := build(t, c, transport)
			s := newSimulation(t, net, plan, c.Parts, seed)
			s.anyOrder = true
			b := &barrier{t: t, name: fmt.Sprintf("seed %d, %s transport", seed, transport), fired: map[actors.Address]map[uint64]bool{}, batches: map[actors.Address]map[uint64]messages.Batch{}}
			b.watch(s)
			s.run(t, c.Train)
			for address, fired := range b.fired {
				if len(fired) > 0 {
					t.Errorf("seed %d: %s has not learned from the batches %v", seed, address, fired)
				}
			}
			learned += b.learned
		}
	}
	if learned < 1000 {
		t.Errorf("neurons learned %d times, want 1000 at least", learned)
	}
}

// Acknowledgements of two batches that overtake each other are told apart.
func TestACoreClosesBatchesInOrder(t *testing.T) {
	c := tiny()
	net, plan := build(t, c, actors.PacketTransport)
	core := net.Cores[0]
	_, distributor, err := net.BuildCore(core, nil, &routing.FreeList{})
	if err != nil {
		t.Fatal(err)
	}
	machine := actors.NewCore(plan, core, distributor)
	s := &simulation{waiting: map[channel][]any{}, sent: map[string]int{}}
	own, coordinator := actors.Address{Role: actors.Core}, actors.Address{Role: actors.Coordinator}
	step := func(message any) {
		t.Helper()
		if err := machine.Step(message, outbox{s, own}); err != nil {
			t.Fatal(err)
		}
	}
	for batch := range uint64(2) {
		envelope := &messages.Envelope{Number: batch, First: batch, Count: 1, Batch: messages.Batch{Number: batch, First: batch, Size: 1, Learn: true}}
		step(&messages.Packets{Envelope: envelope, From: messages.InputCore, Counts: []int32{1}, Spikes: []messages.Spike{{}}})
		for i := range core.Count {
			step(&messages.OwnSpikes{Delivery: batch, Neuron: int32(i), Spikes: []messages.Spike{{Time: 0.1, Source: int32(i)}}})
		}
		step(&messages.ErrorBroadcasts{Batch: envelope.Batch})
	}
	for _, batch := range []uint64{1, 0} {
		if closed := s.waiting[channel{own, coordinator}]; len(closed) > 0 {
			t.Fatalf("%v closed before the neurons have learned from batch 0", closed)
		}
		for i := range core.Count {
			step(&messages.Learned{Batch: batch, From: i})
		}
	}
	var closed []uint64
	for _, message := range s.waiting[channel{own, coordinator}] {
		closed = append(closed, message.(*messages.Learned).Batch)
	}
	if !slices.Equal(closed, []uint64{0, 1}) {
		t.Errorf("batches closed: %v, want 0 and 1", closed)
	}
}
