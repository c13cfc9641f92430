package system

import (
	"sync"

	"sfdfa-actors/actors"
)

// shards are the parts of a core's mailbox for what its neurons send, each for some neighbours.
// Nearly always these run on one CPU core, which then neither waits for another one to post nor takes
// a line of memory from it for each message. There is no order between messages of different neurons,
// or of neurons and others.
type shards struct {
	neurons int     // of the core
	shards  []shard // one for each worker, or fewer for few neurons
	next    int     // the shard to drain next; only the worker that runs the mailbox uses this
}

// shard holds messages that wait. They lie 128 bytes apart, since CPUs fetch cache lines in pairs.
type shard struct {
	lock    sync.Mutex
	waiting []any
	_       [96]byte
}

// neuronsPerShard is the least number of neurons that have a shard to themselves. With fewer it would
// take more memory than what it holds between two turns of the core.
const neuronsPerShard = 32

// newShards returns the shards of a core, or nil if it has too few neurons or workers for two.
func newShards(neurons, workers int) *shards {
	n := min(workers, neurons/neuronsPerShard)
	if n < 2 {
		return nil
	}
	return &shards{neurons: neurons, shards: make([]shard, n)}
}

// shardOf returns the shard of a message, the same for all that one neuron sends, so that they keep
// their order; or nil if none of the core's neurons has sent it.
func (ss *shards) shardOf(message any) *shard {
	neuron, ok := actors.NeuronOf(message)
	if !ok || neuron < 0 || neuron >= ss.neurons {
		return nil
	}
	return &ss.shards[blockOf(neuron, ss.neurons, len(ss.shards))]
}

// post adds a message and reports whether it is the only one: then the mailbox may have to be
// scheduled.
func (s *shard) post(message any) (only bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.waiting = append(s.waiting, message)
	return len(s.waiting) == 1
}

// drainNext calls swap with what waits in one shard after the other, until swap reports that it took
// something.
func (ss *shards) drainNext(swap func(waiting *[]any) bool) bool {
	for range ss.shards {
		s := &ss.shards[ss.next]
		ss.next = (ss.next + 1) % len(ss.shards)
		s.lock.Lock()
		taken := swap(&s.waiting)
		s.lock.Unlock()
		if taken {
			return true
		}
	}
	return false
}

// count is the number of messages that wait.
func (ss *shards) count() (messages int) {
	for i := range ss.shards {
		s := &ss.shards[i]
		s.lock.Lock()
		messages += len(s.waiting)
		s.lock.Unlock()
	}
	return messages
}
