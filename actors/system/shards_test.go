package system

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"unsafe"

	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// coreListener is the actor behind a core's mailbox: it notes what it gets from each neuron and from others.
type coreListener struct {
	neurons []posted // what neurons say: the batch that they have learned from is the number
	others  []posted
	react   func(neuron int)
	awaited int           // messages to come
	done    chan struct{} // closed with the last of them
}

// InvokeUserMessage implements actor.MessageInvoker.
func (l *coreListener) InvokeUserMessage(message any) {
	if learned, ok := message.(*messages.Learned); ok {
		l.neurons = append(l.neurons, posted{learned.From, int(learned.Batch)})
		if l.react != nil {
			l.react(learned.From)
		}
	} else {
		l.others = append(l.others, message.(posted))
	}
	if l.awaited--; l.awaited == 0 {
		close(l.done)
	}
}

// InvokeSystemMessage implements actor.MessageInvoker.
func (l *coreListener) InvokeSystemMessage(any) {}

// EscalateFailure implements actor.MessageInvoker.
func (l *coreListener) EscalateFailure(reason, _ any) { panic(reason) }

// newCoreListener returns the mailbox of a core with so many neurons and shards, and who listens.
func newCoreListener(p *pool, neurons, workers, awaited int) (*coreListener, *mailbox) {
	l := &coreListener{awaited: awaited, done: make(chan struct{})}
	m := &mailbox{turn: p.schedule, affinity: noAffinity, shards: newShards(neurons, workers)}
	m.RegisterHandlers(l, nil)
	return l, m
}

// Whoever posts, and however many do, nothing is lost and each neuron's messages keep their order, as do
// those of others.
func TestShardsLoseNothingAndKeepEachNeuronsOrder(t *testing.T) {
	const neurons, each, senders, mailboxes = 2 * neuronsPerShard, 200, 4, 5
	for _, workers := range []int{1, 2, 4} {
		p := newPool(workers)
		var listeners []*coreListener
		var boxes []*mailbox
		for range mailboxes {
			l, m := newCoreListener(p, neurons, 2, (neurons+senders)*each)
			listeners, boxes = append(listeners, l), append(boxes, m)
		}
		var group sync.WaitGroup
		for sender := range senders { // each posts into all shards
			group.Go(func() {
				for number := range each {
					for _, m := range boxes {
						for neuron := sender; neuron < neurons; neuron += senders {
							m.PostUserMessage(&messages.Learned{From: neuron, Batch: uint64(number)})
						}
						m.PostUserMessage(posted{sender, number})
					}
				}
			})
		}
		group.Wait()
		for _, l := range listeners {
			<-l.done
		}
		p.close()
		for i, l := range listeners {
			name := fmt.Sprintf("%d workers, mailbox %d", workers, i)
			requireOrder(t, name+", neurons", l.neurons)
			requireOrder(t, name+", others", l.others)
		}
		if want := int64(mailboxes * (neurons + senders) * each); p.delivered() != want {
			t.Errorf("%d workers: the pool counted %d messages, want %d", workers, p.delivered(), want)
		}
	}
}

// suspendedWith returns a listener whose mailbox is suspended and has a message of each neuron.
func suspendedWith(t *testing.T, awaited int, neurons ...int) (*coreListener, *mailbox, *pool) {
	t.Helper()
	p := newPool(1)
	l, m := newCoreListener(p, 2*neuronsPerShard, 2, awaited)
	m.PostSystemMessage(&actor.SuspendMailbox{})
	for _, neuron := range neurons {
		m.PostUserMessage(&messages.Learned{From: neuron})
	}
	p.close() // runs what is scheduled
	if len(l.neurons) != 0 || m.UserMessageCount() != len(neurons) {
		t.Fatalf("suspended: handled %d, waiting %d, want 0 and %d", len(l.neurons), m.UserMessageCount(), len(neurons))
	}
	p = newPool(1)
	m.turn = p.schedule
	return l, m, p
}

func TestASuspendedMailboxKeepsWhatIsInItsShards(t *testing.T) {
	const last = 2*neuronsPerShard - 1
	l, m, p := suspendedWith(t, 4, last, 0, last)
	m.PostUserMessage(posted{})
	m.PostSystemMessage(&actor.ResumeMailbox{})
	<-l.done
	p.close()
	if len(l.neurons) != 3 || len(l.others) != 1 || m.UserMessageCount() != 0 {
		t.Errorf("resumed: handled %v and %v, %d are left, want 3, 1 and 0", l.neurons, l.others, m.UserMessageCount())
	}
}

// Neurons that post all the time don't hold those of another shard up.
func TestShardsTakeTurns(t *testing.T) {
	const again, last = 100, 2*neuronsPerShard - 1
	l, m, p := suspendedWith(t, 2+again, 0, last)
	left := again
	l.react = func(neuron int) {
		if neuron == 0 && left > 0 {
			left--
			m.PostUserMessage(&messages.Learned{})
		}
	}
	m.PostSystemMessage(&actor.ResumeMailbox{})
	<-l.done
	p.close()
	if l.neurons[0].sender != last && l.neurons[1].sender != last {
		t.Errorf("of %d messages neither of the first two came from the other shard: %v", len(l.neurons), l.neurons)
	}
}

// The cores of an engine have shards if they have neurons enough for several workers, but not where
// spikes travel alone; and the mailboxes of very large ones are those that wait for their turn.
func TestCoresHaveShards(t *testing.T) {
	for _, c := range []struct {
		neurons, procs int
		transport      actors.Transport
		shards         int
		affinity       int16
	}{
		{2 * neuronsPerShard, 2, actors.PacketTransport, 2, noAffinity},
		{2 * neuronsPerShard, 5, actors.PacketTransport, 2, noAffinity},
		{2 * neuronsPerShard, 1, actors.PacketTransport, 0, noAffinity},
		{2 * neuronsPerShard, 2, actors.SpikeTransport, 0, noAffinity},
		{2*neuronsPerShard - 1, 2, actors.PacketTransport, 0, noAffinity},
		{LargeCore, 3, actors.PacketTransport, 3, noAffinity},
		{LargeCore + 1, 3, actors.PacketTransport, 3, largeCore},
	} {
		populous := networktest.Random(1)
		populous.Spec.Topology.Sizes[1], populous.Spec.NeuronsPerCore = c.neurons, c.neurons
		e := newEngineWith(t, populous, network.Setup{CPUCores: c.procs}, c.transport)
		m, shards := &e.shells.cores[0].mailbox, 0
		if m.shards != nil {
			shards = len(m.shards.shards)
		}
		if shards != c.shards || m.affinity != c.affinity {
			t.Errorf("%d neurons on %d CPU cores, %s transport: %d shards and the affinity %d, want %d and %d", c.neurons, c.procs, c.transport, shards, m.affinity, c.shards, c.affinity)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A million mailboxes lie side by side.
func TestAMailboxIsSmall(t *testing.T) {
	const words = 15
	if size, word := unsafe.Sizeof(mailbox{}), unsafe.Sizeof(uintptr(0)); word == 8 && size > words*word {
		t.Errorf("a mailbox takes %d bytes, want at most %d", size, words*word)
	}
}

// All that a neuron sends goes into one shard, and neighbours have the same. With a shard for each
// worker it is that of the neuron's affinity; no shard is for few neurons; and where one would do there is none.
func TestANeuronHasOneShard(t *testing.T) {
	const seed = 4
	r := rand.New(rand.NewPCG(seed, 0))
	for range 200 {
		neurons, workers := 1+r.IntN(2000), 1+r.IntN(40)
		ts := newShards(neurons, workers)
		if ts == nil {
			if workers > 1 && neurons >= 2*neuronsPerShard {
				t.Errorf("seed %d: %d neurons and %d workers: no shards", seed, neurons, workers)
			}
			continue
		}
		used := map[*shard]int{}
		last := &ts.shards[0]
		for i := range neurons {
			shard := ts.shardOf(&messages.Learned{From: i})
			if shard != ts.shardOf(&messages.NeuronState{Neuron: i}) {
				t.Fatalf("seed %d: neuron %d of %d has two shards", seed, i, neurons)
			}
			if used[shard]++; shard != last && used[shard] > 1 {
				t.Fatalf("seed %d: neuron %d of %d is apart from its neighbours", seed, i, neurons)
			}
			last = shard
			if affinity := blockOf(i, neurons, workers); len(ts.shards) == workers && shard != &ts.shards[affinity] {
				t.Fatalf("seed %d: neuron %d of %d, with an affinity for worker %d of %d, has another's shard", seed, i, neurons, affinity, workers)
			}
		}
		for _, count := range used {
			if len(used) != len(ts.shards) || len(used) > workers || count < neuronsPerShard {
				t.Fatalf("seed %d: %d neurons and %d workers: %d of %d shards are used, one by %d", seed, neurons, workers, len(used), len(ts.shards), count)
			}
		}
		for _, message := range []any{
			&messages.Packets{}, &messages.ErrorBroadcasts{}, &messages.TallyRequest{},
			&messages.Learned{From: -1}, &messages.Learned{From: neurons}, // no neurons of the core
		} {
			if ts.shardOf(message) != nil {
				t.Errorf("%T %+v is in a neuron's shard", message, message)
			}
		}
	}
}
