package system

// queues hold the mailboxes that wait for a worker, each once. doc.go says when whose turn comes.
//
// A neuron's mailbox has an affinity for one worker, always the same: the cache of the CPU core that
// ran it before may still have its weights.
//
// All other actors take what many have sent, and many wait for what they send. They have a turn after
// every few neurons, so that they have little left to do at the end of a batch, when nobody else has
// any work.
//
// Large cores hand out spikes one after the other: what a core has made is still in the cache when its
// neurons take it.
type queues struct {
	neurons []ring // by the worker that they have an affinity for
	others  ring
	fanOut  ring

	neuronsWaiting    int
	neuronsSinceOther int // taken since a mailbox of others
}

const (
	// fewNeurons is the number of waiting neurons below which a large core makes more wait.
	fewNeurons = 64
	// neuronsBetween is the number of neurons after which another actor has its turn: often enough
	// to spread its work over a batch, and not so often that each turn has little.
	neuronsBetween = 64
	// mostAtOnce bounds the mailboxes that a worker takes at a time.
	mostAtOnce = 16
)

func newQueues(workers int) queues { return queues{neurons: make([]ring, workers)} }

// blockOf is the block that a neuron is in when those of a core are split into blocks of consecutive
// neurons, as equal as can be: what neighbours have lies side by side in memory.
func blockOf(neuron, neurons, blocks int) int { return neuron * blocks / neurons }

// push queues a mailbox. fanOut says whether the message that it waits with makes work for very many
// neurons.
func (q *queues) push(m *mailbox, fanOut bool) {
	switch {
	case fanOut:
		q.fanOut.push(m)
	case m.affinity < 0:
		q.others.push(m)
	default:
		q.neurons[m.affinity].push(m)
		q.neuronsWaiting++
	}
}

// length is the number of mailboxes that wait.
func (q *queues) length() int { return q.neuronsWaiting + q.others.length + q.fanOut.length }

// pop appends to dst what a worker runs next: some neurons while many wait, which spares the
// pool's lock, and one by one towards the end, so that no worker waits for another. It appends
// none if none wait.
func (q *queues) pop(worker int, dst []*mailbox) []*mailbox {
	switch {
	case q.others.length > 0 && (q.neuronsSinceOther >= neuronsBetween || q.neurons[worker].length == 0):
		q.neuronsSinceOther = 0
		return append(dst, q.others.pop())
	case q.fanOut.length > 0 && q.neuronsWaiting < fewNeurons:
		return append(dst, q.fanOut.pop())
	case q.neuronsWaiting == 0:
		return dst
	}
	from := q.neuronQueue(worker)
	n := min(mostAtOnce, 1+q.neuronsWaiting/(8*len(q.neurons)), from.length)
	for range n {
		dst = append(dst, from.pop())
	}
	q.neuronsWaiting -= n
	q.neuronsSinceOther += n
	return dst
}

// neuronQueue is the queue of neurons that a worker takes from: its own, or the longest if that is
// empty.
func (q *queues) neuronQueue(worker int) *ring {
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
