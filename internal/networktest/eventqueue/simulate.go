package eventqueue

import (
	"cmp"
	"container/heap"
)

// kind is what happens at an event. Of several at one time the first goes first: a
// neuron that reaches its threshold when a spike arrives has fired before.
type kind int

const (
	firing kind = iota
	recovery
	arrival
)

// event is something that happens to one neuron.
type event struct {
	time       float64
	kind       kind
	neuron     *neuron
	prediction int      // of a firing: void unless it is the neuron's last
	synapse    *synapse // of an arrival
	grade      float64  // of an arrival
}

// compareEvents orders by time, kind and neuron; simultaneous arrivals at a neuron by
// projection and presynaptic neuron.
func compareEvents(x, y event) int {
	order := cmp.Or(cmp.Compare(x.time, y.time), cmp.Compare(x.kind, y.kind), cmp.Compare(x.neuron.index, y.neuron.index))
	if order != 0 || x.kind != arrival {
		return order
	}
	return cmp.Or(cmp.Compare(x.synapse.projection, y.synapse.projection),
		cmp.Compare(x.synapse.Pre, y.synapse.Pre), cmp.Compare(x.synapse.index, y.synapse.index))
}

// queue is a heap of events.
type queue []event

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return compareEvents(q[i], q[j]) < 0 }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(event)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	x := (*q)[last]
	*q = (*q)[:last]
	return x
}

// simulation is one sample on its way through the network.
type simulation struct {
	network  *Network
	neurons  [][]*neuron  // [population][neuron]
	synapses [][]*synapse // [projection][synapse]
	events   queue
}

// Simulate presents one sample.
func (n *Network) Simulate(sample Sample) Result {
	s := newSimulation(n, sample)
	for p, neurons := range s.neurons {
		if n.Populations[p].IsSource() {
			for i, source := range neurons {
				for _, t := range sample.Input[p][i] {
					s.send(source, t, 0)
				}
			}
		}
	}
	for s.events.Len() > 0 {
		s.handle(heap.Pop(&s.events).(event))
	}
	return s.result()
}

func newSimulation(n *Network, sample Sample) *simulation {
	s := &simulation{network: n}
	count := 0
	for p := range n.Populations {
		neurons := make([]*neuron, n.Populations[p].Size)
		for i := range neurons {
			neurons[i] = &neuron{Population: &n.Populations[p], index: count}
			count++
			if p < len(sample.Perturbations) && sample.Perturbations[p] != nil {
				neurons[i].perturbation = sample.Perturbations[p][i]
			}
		}
		s.neurons = append(s.neurons, neurons)
	}
	for k, projection := range n.Projections {
		var synapses []*synapse
		for i, values := range projection.Synapses {
			pre, post := s.neurons[projection.From][values.Pre], s.neurons[projection.To][values.Post]
			added := &synapse{Synapse: values, projection: k, index: i, post: post}
			pre.outgoing, post.incoming = append(pre.outgoing, added), append(post.incoming, added)
			synapses = append(synapses, added)
		}
		s.synapses = append(s.synapses, synapses)
	}
	return s
}

// push adds an event unless the sample ends before.
func (s *simulation) push(e event) {
	if e.time <= s.network.Duration {
		heap.Push(&s.events, e)
	}
}

// send puts a spike of a neuron on its way through all its synapses.
func (s *simulation) send(from *neuron, t, grade float64) {
	for _, synapse := range from.outgoing {
		s.push(event{time: t + synapse.Delay, kind: arrival, neuron: synapse.post, synapse: synapse, grade: grade})
	}
}

// handle lets one event happen, together with all arrivals at the same neuron and time.
func (s *simulation) handle(e event) {
	n := e.neuron
	if e.kind == firing && e.prediction != n.predictions {
		return
	}
	n.advance(e.time)
	switch e.kind {
	case firing:
		s.send(n, e.time, n.fire())
		if n.refractory {
			s.push(event{time: e.time + n.Refractory, kind: recovery, neuron: n})
		}
	case recovery:
		n.release()
	case arrival:
		n.receive(e.synapse, e.grade)
		for s.events.Len() > 0 && s.events[0].time == e.time && s.events[0].kind == arrival && s.events[0].neuron == n {
			next := heap.Pop(&s.events).(event)
			n.receive(next.synapse, next.grade)
		}
	}
	s.predict(n)
}

// predict says when the neuron fires next unless something arrives before.
func (s *simulation) predict(n *neuron) {
	n.predictions++
	if n.refractory || len(n.spikes) >= n.SpikeCap {
		return
	}
	if wait, ok := n.crossing(); ok {
		s.push(event{time: n.time + wait, kind: firing, neuron: n, prediction: n.predictions})
	}
}

func (s *simulation) result() Result {
	r := Result{}
	for _, neurons := range s.neurons {
		var spikes, grades [][]float64
		for _, n := range neurons {
			if !n.IsSource() {
				spikes, grades = append(spikes, n.spikes), append(grades, n.grades)
			}
		}
		r.Spikes, r.Grades = append(r.Spikes, spikes), append(r.Grades, grades)
	}
	for _, synapses := range s.synapses {
		sums := func(derivative, form int) []float64 {
			var all []float64
			for _, synapse := range synapses {
				all = append(all, synapse.derivatives[derivative].sum[form])
			}
			return all
		}
		r.Weights.Exact = append(r.Weights.Exact, sums(byWeight, exact))
		r.Weights.Modified = append(r.Weights.Modified, sums(byWeight, modified))
		r.Delays.Exact = append(r.Delays.Exact, sums(byDelay, exact))
		r.Delays.Modified = append(r.Delays.Modified, sums(byDelay, modified))
	}
	return r
}
