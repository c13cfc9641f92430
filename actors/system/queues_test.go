package system

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
)

// waitingNeurons returns queues of so many workers in which so many neurons of each wait.
func waitingNeurons(workers, each int) queues {
	q := newQueues(workers)
	for affinity := range workers {
		for range each {
			q.push(&mailbox{affinity: int16(affinity)}, false)
		}
	}
	return q
}

// A worker takes its own neurons as long as there are any, and then others'.
func TestWorkersTakeTheirOwnNeuronsFirst(t *testing.T) {
	const each = 100
	q := waitingNeurons(3, each)
	for taken := 0; taken < 3*each; {
		for _, m := range q.pop(1, nil) {
			if own := m.affinity == 1; own != (taken < each) {
				t.Fatalf("neuron %d that worker 1 took is of worker %d", taken, m.affinity)
			}
			taken++
		}
	}
}

// Another actor than a neuron has its turn after a few neurons, and at once when a worker has none of its own.
func TestOtherActorsHaveTheirTurn(t *testing.T) {
	q := waitingNeurons(2, 300)
	core := &mailbox{affinity: noAffinity}
	q.push(core, false)
	for taken, turns := 0, 0; turns < 3; {
		next := q.pop(0, nil)
		if next[0] != core {
			taken += len(next)
			continue
		}
		if taken < neuronsBetween || taken >= neuronsBetween+mostAtOnce {
			t.Errorf("turn %d came after %d neurons, want %d to %d", turns, taken, neuronsBetween, neuronsBetween+mostAtOnce-1)
		}
		taken = 0
		turns++
		q.push(core, false)
	}
	for q.neurons[0].length > 0 {
		q.pop(0, nil)
	}
	q.push(core, false)
	if next := q.pop(0, nil); next[0] != core {
		t.Errorf("a worker without neurons of its own took worker %d's, want the core", next[0].affinity)
	}
}

// Every actor's mailbox has the place that queues rely on: neurons of a core are shared out evenly,
// all others have no affinity.
func TestOnlyNeuronsHaveAnAffinity(t *testing.T) {
	c := networktest.Random(1)
	c.Spec.NeuronsPerCore = 0
	e := newEngineWith(t, c, network.Setup{CPUCores: 3}, actors.PacketTransport)
	defer e.Close()
	for _, s := range e.shells.others {
		if s.mailbox.affinity != noAffinity {
			t.Errorf("%s has the affinity %d, want none", s.address, s.mailbox.affinity)
		}
	}
	for i, s := range e.shells.cores {
		if s.mailbox.affinity != noAffinity {
			t.Errorf("%s has the affinity %d, want none", s.address, s.mailbox.affinity)
		}
		neurons := make([]int, 3) // by affinity
		for k := range e.shells.neurons[i] {
			neurons[e.shells.neurons[i][k].mailbox.affinity]++
		}
		if count := len(e.shells.neurons[i]); slices.Max(neurons) > (count+2)/3 {
			t.Errorf("%s has %v neurons by affinity, want at most a third of %d", s.address, neurons, count)
		}
	}
}

// However many neurons a core has, workers have as many of them but for one.
func TestBlocksAreEqual(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0x803e5))
		neurons, workers := 1+r.IntN(3000), 1+r.IntN(20)
		counts := make([]int, workers)
		for i := range neurons {
			counts[blockOf(i, neurons, workers)]++
		}
		if most, least := slices.Max(counts), slices.Min(counts); most-least > 1 {
			t.Errorf("seed %d: %d neurons on %d workers: %d to %d each", seed, neurons, workers, least, most)
		}
	}
}

// Whoever is pushed is popped once, neurons of a worker and all others each in the order in which
// they came, whatever is pushed and whoever takes.
func TestQueuesLoseNobody(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 0x90e0e5))
		workers := 1 + r.IntN(4)
		q := newQueues(workers)
		lines := map[int16][]*mailbox{} // by affinity
		waiting := 0
		pop := func() {
			next := q.pop(r.IntN(workers), nil)
			if len(next) == 0 && waiting > 0 {
				t.Fatalf("seed %d: nobody was popped, %d wait", seed, waiting)
			}
			for _, m := range next {
				line := lines[m.affinity]
				if len(line) == 0 || line[0] != m {
					t.Fatalf("seed %d: popped somebody else than who came first with affinity %d", seed, m.affinity)
				}
				lines[m.affinity] = line[1:]
			}
			if waiting -= len(next); q.length() != waiting {
				t.Fatalf("seed %d: the queues' length is %d, want %d", seed, q.length(), waiting)
			}
		}
		for range 50 {
			for range r.IntN(60) {
				m := &mailbox{affinity: int16(r.IntN(workers+1) - 1)}
				if m.affinity == noAffinity && r.IntN(3) == 0 {
					m.affinity = largeCore
				}
				lines[m.affinity] = append(lines[m.affinity], m)
				q.push(m, m.affinity == largeCore) // with a message that fans out
				waiting++
			}
			for range r.IntN(8) {
				pop()
			}
		}
		for waiting > 0 {
			pop()
		}
	}
}
