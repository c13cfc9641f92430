package actors_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// channel is the way from one actor to another.
type channel struct{ from, to actors.Address }

// simulation runs all machines of a network on one goroutine and delivers
// their messages in a random order: any that keeps the order of each sender to
// each receiver, or with anyOrder set any order at all.
type simulation struct {
	machines map[actors.Address]actors.Machine
	waiting  map[channel][]any
	channels []channel // with messages waiting
	random   *rand.Rand
	anyOrder bool
	sent     map[string]int // by role of sender and receiver and type
	client   []any
}

var roles = map[actors.Role]string{
	actors.Coordinator: "coordinator", actors.Input: "input", actors.Core: "core",
	actors.Neuron: "neuron", actors.Readout: "readout", actors.Client: "client",
}

// outbox sends in the name of one actor.
type outbox struct {
	*simulation
	from actors.Address
}

// Send implements actors.Outbox.
func (o outbox) Send(to actors.Address, message any) {
	o.sent[fmt.Sprintf("%s > %s %T", roles[o.from.Role], roles[to.Role], message)]++
	if to.Role == actors.Client {
		o.client = append(o.client, message)
		return
	}
	c := channel{o.from, to}
	if len(o.waiting[c]) == 0 {
		o.channels = append(o.channels, c)
	}
	o.waiting[c] = append(o.waiting[c], message)
}

// SendAll implements actors.Outbox.
func (o outbox) SendAll(to []actors.Address, message any) {
	for _, address := range to {
		o.Send(address, message)
	}
}

func newSimulation(t *testing.T, net *network.Network, plan *actors.Plan, parts network.Parts, seed uint64) *simulation {
	t.Helper()
	plan.Setup.Parts = parts
	s := &simulation{
		machines: map[actors.Address]actors.Machine{
			{Role: actors.Coordinator}: actors.NewCoordinator(plan),
			{Role: actors.Input}:       actors.NewInput(plan),
			{Role: actors.Readout}:     actors.NewReadout(plan),
		},
		waiting: map[channel][]any{},
		random:  rand.New(rand.NewPCG(seed, 1)),
		sent:    map[string]int{},
	}
	stocks := make([]routing.FreeList, len(net.Populations))
	for _, core := range net.Cores {
		neurons, distributor, err := net.BuildCore(core, nil, &stocks[core.Population])
		if err != nil {
			t.Fatal(err)
		}
		s.machines[actors.Address{Role: actors.Core, Core: core.ID}] = actors.NewCore(plan, core, distributor)
		neuronMachines := actors.NewNeurons(plan, core, neurons)
		for i := range neuronMachines {
			address := actors.Address{Role: actors.Neuron, Core: core.ID, Neuron: i}
			s.machines[address] = &neuronMachines[i]
		}
	}
	return s
}

// ask sends one message from the client and delivers until nothing is left; it
// returns what the client got.
func (s *simulation) ask(t *testing.T, to actors.Address, message any) []any {
	t.Helper()
	s.client = nil
	outbox{s, actors.Address{Role: actors.Client}}.Send(to, message)
	for len(s.channels) > 0 {
		i := s.random.IntN(len(s.channels))
		c := s.channels[i]
		k := 0
		if s.anyOrder {
			k = s.random.IntN(len(s.waiting[c]))
		}
		message := s.waiting[c][k]
		s.waiting[c] = slices.Delete(s.waiting[c], k, k+1)
		if len(s.waiting[c]) == 0 {
			s.channels = slices.Delete(s.channels, i, i+1)
		}
		if err := s.machines[c.to].Step(message, outbox{s, c.to}); err != nil {
			t.Fatal(err)
		}
	}
	return s.client
}

func (s *simulation) run(t *testing.T, a messages.Assignment) (*messages.Finished, []messages.Outcome) {
	t.Helper()
	var outcomes []messages.Outcome
	for _, reply := range s.ask(t, actors.Address{Role: actors.Coordinator}, &a) {
		switch reply := reply.(type) {
		case *messages.Outcomes:
			outcomes = append(outcomes, reply.Outcomes...)
		case *messages.Finished:
			return reply, outcomes
		}
	}
	t.Fatal("the assignment has not finished, and no message is under way")
	return nil, nil
}

func (s *simulation) digest(t *testing.T, net *network.Network) messages.Digest {
	t.Helper()
	var digests []messages.Digest
	for _, core := range net.Cores {
		replies := s.ask(t, actors.Address{Role: actors.Core, Core: core.ID}, &messages.StateRequest{Count: core.Count, DigestOnly: true})
		for _, state := range replies[0].(*messages.CoreStates).States {
			digests = append(digests, state.Digest)
		}
	}
	return neuron.Combine(digests)
}

func (s *simulation) states(t *testing.T, core topology.Core) (states []messages.State) {
	t.Helper()
	replies := s.ask(t, actors.Address{Role: actors.Core, Core: core.ID}, &messages.StateRequest{Count: core.Count})
	for _, state := range replies[0].(*messages.CoreStates).States {
		states = append(states, state.State)
	}
	return states
}

func (s *simulation) assign(t *testing.T, core topology.Core, states []messages.State) {
	t.Helper()
	s.ask(t, actors.Address{Role: actors.Core, Core: core.ID}, &messages.StateAssignment{States: states})
}

func build(t *testing.T, c networktest.Case, transport actors.Transport) (*network.Network, *actors.Plan) {
	t.Helper()
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := actors.NewPlan(net, network.Setup{}, transport)
	if err != nil {
		t.Fatal(err)
	}
	return net, plan
}

// want runs the case on the reference engine.
func want(t *testing.T, c networktest.Case) (messages.Digest, *messages.Finished, []messages.Outcome) {
	t.Helper()
	net, _ := build(t, c, actors.PacketTransport)
	e, err := reference.New(net, network.Setup{Parts: c.Parts})
	if err != nil {
		t.Fatal(err)
	}
	var outcomes []messages.Outcome
	finished, err := e.Run(context.Background(), &c.Train, func(o []messages.Outcome) { outcomes = append(outcomes, o...) })
	if err != nil {
		t.Fatal(err)
	}
	digest, err := e.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return digest, finished, outcomes
}

// The order in which messages are delivered changes nothing: not spikes, not
// weights, not feedback, not the traffic.
func TestDeliveryInAnyOrderGivesTheReferencesBits(t *testing.T) {
	seeds := uint64(40)
	if testing.Short() {
		seeds = 8
	}
	for seed := range seeds {
		c := networktest.Random(seed)
		digest, finished, outcomes := want(t, c)
		for _, transport := range actors.Transports() {
			for _, anyOrder := range []bool{false, true} {
				name := fmt.Sprintf("seed %d, %s transport, any order %v", seed, transport, anyOrder)
				net, plan := build(t, c, transport)
				s := newSimulation(t, net, plan, c.Parts, seed)
				s.anyOrder = anyOrder
				gotFinished, gotOutcomes := s.run(t, c.Train)
				if got := s.digest(t, net); got != digest {
					t.Errorf("%s: digest %s, want %s", name, got, digest)
				}
				if got, want := gotFinished.Tally, finished.Tally; got.Count.Logical() != want.Count.Logical() || got.Silent != want.Silent {
					t.Errorf("%s: tally %+v, want %+v", name, got, want)
				}
				byIndex := func(x, y messages.Outcome) int { return cmp.Compare(x.Index, y.Index) }
				slices.SortFunc(gotOutcomes, byIndex)
				slices.SortFunc(outcomes, byIndex)
				if !slices.Equal(gotOutcomes, outcomes) {
					t.Errorf("%s: outcomes %v, want %v", name, gotOutcomes, outcomes)
				}
			}
		}
	}
}

// The test above would see a missing sort.
func TestWithoutTheSortResultsDependOnTheOrderOfDelivery(t *testing.T) {
	differing := 0
	for seed := range uint64(20) {
		c := networktest.Random(seed)
		digest, _, _ := want(t, c)
		net, plan := build(t, c, actors.PacketTransport)
		s := newSimulation(t, net, plan.WithSort(func([]messages.Spike, int) {}), c.Parts, seed)
		s.run(t, c.Train)
		if s.digest(t, net) != digest {
			differing++
		}
	}
	if differing < 10 {
		t.Errorf("without the sort %d of 20 networks differ from the reference, want at least 10: the test of the order has no teeth", differing)
	}
}
