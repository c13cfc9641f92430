package actors

import (
	"fmt"
	"slices"
	"strings"
)

// Wait says that an actor can't go on without something from others.
type Wait struct {
	Who  Address
	For  []Address // at least one
	What string
}

// Waits says who waits for whom, from the coordinator to the neurons, in a network
// in which no message is under way. find returns the machine of an address, or nil if
// it is elsewhere; nobody may be stepping it. If all are here that is the reason of a
// stall: a message that was lost is one that somebody waits for and nobody is going to
// send. What others wait for elsewhere is left out.
func (p *Plan) Waits(find func(Address) Machine) []Wait {
	x := &waits{plan: p, find: find}
	addresses := append([]Address{{Role: Coordinator}, {Role: Readout}}, coreAddresses(p.Network.Cores)...)
	for _, address := range addresses {
		x.visit(address)
	}
	for _, core := range p.Network.Cores {
		for i := range core.Count {
			x.visit(Address{Role: Neuron, Core: core.ID, Neuron: i})
		}
	}
	return x.all
}

// waiting is a machine that knows what it waits for.
type waiting interface {
	waits(x *waits)
}

// waits are gathered from one machine after the other.
type waits struct {
	plan *Plan
	find func(Address) Machine
	who  Address
	all  []Wait
}

func (x *waits) visit(address Address) {
	if machine, here := x.find(address).(waiting); here {
		x.who = address
		machine.waits(x)
	}
}

// add notes a wait of the machine whose turn it is, unless it is for nobody.
func (x *waits) add(whom []Address, format string, arguments ...any) {
	if len(whom) > 0 {
		x.all = append(x.all, Wait{Who: x.who, For: whom, What: fmt.Sprintf(format, arguments...)})
	}
}

func (m *CoordinatorMachine) waits(x *waits) {
	switch m.phase {
	case Idle:
		x.add([]Address{{Role: Client}}, "an assignment")
	case Counting:
		x.add(m.counting(), "%d of %d tallies", len(m.counting())-m.tallies, len(m.counting()))
	case Running:
		if missing := m.admitted - m.decoded; missing > 0 {
			x.add([]Address{{Role: Readout}}, "outcomes of %d samples", missing)
		}
		for batch := m.learned; batch < m.batches; batch++ {
			if missing := len(m.plan.Network.Cores) - m.cores[batch]; missing > 0 {
				x.add(x.unlearned(batch), "%d acknowledgements of batch %d", missing, batch)
			}
		}
	}
}

// unlearned are the cores that have not learned from a batch, as far as is known here, or
// all if each has.
func (x *waits) unlearned(batch uint64) []Address {
	all := coreAddresses(x.plan.Network.Cores)
	late := slices.DeleteFunc(slices.Clone(all), func(a Address) bool {
		core, here := x.find(a).(*CoreMachine)
		return here && core.oldest > batch
	})
	if len(late) == 0 {
		return all
	}
	return late
}

func (m *ReadoutMachine) waits(x *waits) {
	for _, c := range m.arriving.inOrder() {
		if m.admissions[c.envelope.Number] == nil {
			x.add([]Address{{Role: Coordinator}}, "labels of %s", samplesIn(c.envelope.First, c.envelope.Count))
		}
		x.sources(c, &m.senders)
	}
}

// sources notes what is missing of what other cores, or the input, send.
func (x *waits) sources(c *envelopeCollector, from *senders) {
	samples := samplesIn(c.envelope.First, c.envelope.Count)
	missing := from.addresses(func(position int) bool { return !c.hasClosed(position) })
	x.add(missing, "spikes in %s", samples)
	if left := c.expected - c.received; left > 0 && len(missing) == 0 {
		x.add(from.addresses(func(int) bool { return true }), "%d single spikes in %s", left, samples)
	}
}

func (m *CoreMachine) waits(x *waits) {
	for _, c := range m.arriving.inOrder() {
		if !c.isComplete(m.senders.count()) {
			x.sources(c, &m.senders)
		}
	}
	for _, p := range m.inOrder() {
		if p.arrived != nil && !p.underWay { // in the last one it waits for what comes too late for it
			x.add(m.turns.senders.addresses(func(int) bool { return true }), "spikes of window %d in %s", p.window+1, samplesIn(p.envelope.First, p.envelope.Count))
		}
	}
	for _, p := range m.presentations.underWay {
		samples := samplesIn(p.delivery.First, p.delivery.Count)
		x.add(m.neurons(func(i int) bool { return !p.done && p.woken.has(i) && !p.own.hasClosed(i) }), "spikes in %s", samples)
		if left := p.own.expected - p.own.received; left > 0 && p.own.closed == p.woken.count {
			x.add(m.neurons(func(int) bool { return true }), "%d single spikes in %s", left, samples)
		}
	}
	switch b := m.batch(m.oldest); {
	case b.phase == Presented && len(b.inputs) > 0:
		x.add([]Address{{Role: Readout}}, "error broadcasts of batch %d", m.oldest)
	case b.phase == Broadcast:
		late := m.neurons(func(i int) bool {
			return b.learners.has(i) && x.find(m.neuronAddress(i)).(*NeuronMachine).batches <= m.oldest
		})
		if len(late) == 0 {
			late = m.neurons(b.learners.has)
		}
		x.add(late, "%d acknowledgements of batch %d", b.learners.count-b.learned, m.oldest)
	}
	if m.states.missing > 0 {
		request := m.states.request
		x.add(m.neurons(func(i int) bool { return i >= request.First && i < request.First+request.Count }), "%d of their states", m.states.missing)
	}
}

// neurons are the addresses of the core's neurons that a condition holds for.
func (m *CoreMachine) neurons(condition func(index int) bool) (addresses []Address) {
	for i := range m.core.Count {
		if condition(i) {
			addresses = append(addresses, m.neuronAddress(i))
		}
	}
	return addresses
}

func (m *NeuronMachine) waits(x *waits) {
	core := []Address{m.coreAddress()}
	if m.phase == Traced {
		x.add(core, "error broadcasts of batch %d", m.batches)
	}
	if m.singles == nil {
		return
	}
	for _, arrived := range m.singles.open {
		if arrived.count != nil {
			x.add(core, "%d single spikes", arrived.count.Count-len(arrived.singles))
		} else {
			x.add(core, "the number of its single spikes, %d have come", len(arrived.singles))
		}
	}
}

func samplesIn(first uint64, count int) string {
	return fmt.Sprintf("samples %d to %d", first, first+uint64(count)-1)
}

// mostNamed bounds the actors, and the waits, that an error names.
const mostNamed = 6

// DescribeWaits puts waits into words, the first of them if there are many.
func (p *Plan) DescribeWaits(all []Wait) string {
	var words []string
	for _, wait := range all[:min(mostNamed, len(all))] {
		var names []string
		for _, address := range wait.For[:min(mostNamed, len(wait.For))] {
			names = append(names, p.Describe(address))
		}
		if more := len(wait.For) - len(names); more > 0 {
			names = append(names, fmt.Sprintf("%d more", more))
		}
		words = append(words, fmt.Sprintf("%s waits for %s (%s)", p.Describe(wait.Who), strings.Join(names, ", "), wait.What))
	}
	if more := len(all) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("and %d more wait", more))
	}
	return strings.Join(words, "; ")
}
