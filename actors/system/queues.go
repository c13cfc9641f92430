package system

// queues hold the mailboxes that wait for a worker, each once.
//
// A neuron's mailbox waits for one worker, its home, the same each time: the cache of the CPU core
// that ran it before may still have its weights. Workers without any of their own take others'.
//
// Hubs are cores, input, readout and coordinator: each takes what many have sent, and many wait for
// what it sends. They have a turn after every few neurons, or when a worker has none, so that they
// have little left to do at the end of a batch, when nobody else has any work.
//
// Hubs with messages that make work for very many neurons wait by themselves until few neurons
// wait. In a large network the cores thus hand out spikes one after the other: what a core has made
// is still in the cache when its neurons take it.
type queues struct {
	neurons   []ring // by home
	hubs      ring
	spreading ring

	waiting int // neurons
	since   int // neurons taken since a hub
}

const (
	// fewWait is the number of waiting neurons below which hubs come that make more wait.
	fewWait = 64
	// mostBetween is the number of neurons after which a hub has its turn: often enough to share
	// out its work over a batch, and not so often that each turn has little.
	mostBetween = 64
	// mostTaken bounds the mailboxes that a worker takes at a time.
	mostTaken = 16
)

func newQueues(workers int) queues { return queues{neurons: make([]ring, workers)} }

// homeOf is the worker that a neuron of a core waits for: neighbours have the same, since what
// they have lies side by side in memory, and all workers as many.
func homeOf(neuron, neurons, workers int) int { return neuron * workers / neurons }

// push queues a mailbox. spreads says whether the message that it waits with makes work for
// very many neurons.
func (q *queues) push(m *mailbox, spreads bool) {
	switch {
	case spreads:
		q.spreading.push(m)
	case m.home < 0:
		q.hubs.push(m)
	default:
		q.neurons[m.home].push(m)
		q.waiting++
	}
}

// length is the number of mailboxes that wait.
func (q *queues) length() int { return q.waiting + q.hubs.length + q.spreading.length }

// pop appends to dst what a worker runs next: some neurons while many wait, which spares the
// pool's lock, and one by one towards the end, so that no worker waits for another. It appends
// none if none wait.
func (q *queues) pop(worker int, dst []*mailbox) []*mailbox {
	switch {
	case q.hubs.length > 0 && (q.since >= mostBetween || q.neurons[worker].length == 0):
		q.since = 0
		return append(dst, q.hubs.pop())
	case q.spreading.length > 0 && q.waiting < fewWait:
		return append(dst, q.spreading.pop())
	case q.waiting == 0:
		return dst
	}
	from := q.source(worker)
	count := min(mostTaken, 1+q.waiting/(8*len(q.neurons)), from.length)
	for range count {
		dst = append(dst, from.pop())
	}
	q.waiting -= count
	q.since += count
	return dst
}

// source is the queue of neurons that a worker takes from: its own, or the longest if that is
// empty.
func (q *queues) source(worker int) *ring {
	longest := &q.neurons[worker]
	if longest.length > 0 {
		return longest
	}
	for i := range q.neurons {
		if q.neurons[i].length > longest.length {
			longest = &q.neurons[i]
		}
	}
	return longest
}
