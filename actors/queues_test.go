package actors

import (
	"math/rand/v2"
	"testing"
)

// waitingNeurons returns queues of so many workers in which so many neurons of each wait.
func waitingNeurons(workers, each int) queues {
	q := newQueues(workers)
	for home := range workers {
		for range each {
			q.push(&mailbox{home: int32(home)}, false)
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
			if own := m.home == 1; own != (taken < each) {
				t.Fatalf("neuron %d that worker 1 took is of worker %d", taken, m.home)
			}
			taken++
		}
	}
}

// A hub has its turn after a few neurons, and at once when a worker has none of its own.
func TestHubsHaveTheirTurn(t *testing.T) {
	q := waitingNeurons(2, 300)
	hub := &mailbox{home: -1}
	q.push(hub, false)
	for taken, turns := 0, 0; turns < 3; {
		next := q.pop(0, nil)
		if next[0] != hub {
			taken += len(next)
			continue
		}
		if taken < mostBetween || taken >= mostBetween+mostTaken {
			t.Errorf("turn %d came after %d neurons, want %d to %d", turns, taken, mostBetween, mostBetween+mostTaken-1)
		}
		taken = 0
		turns++
		q.push(hub, false)
	}
	for q.neurons[0].length > 0 {
		q.pop(0, nil)
	}
	q.push(hub, false)
	if next := q.pop(0, nil); next[0] != hub {
		t.Errorf("a worker without neurons of its own took worker %d's, want the hub", next[0].home)
	}
}

// Whoever is pushed is popped once, neurons of a worker and hubs each in the order in which
// they came, whatever is pushed and whoever takes.
func TestQueuesLoseNobody(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 0x90e0e5))
		workers := 1 + r.IntN(4)
		q := newQueues(workers)
		type line struct {
			home    int32
			spreads bool
		}
		lines := map[line][]*mailbox{}
		waiting := 0
		pop := func() {
			next := q.pop(r.IntN(workers), nil)
			if len(next) == 0 && waiting > 0 {
				t.Fatalf("seed %d: nobody was popped, %d wait", seed, waiting)
			}
			for _, m := range next {
				l := line{m.home, m.large}
				if len(lines[l]) == 0 || lines[l][0] != m {
					t.Fatalf("seed %d: popped somebody else than who came first to %v", seed, l)
				}
				lines[l] = lines[l][1:]
			}
			if waiting -= len(next); q.length() != waiting {
				t.Fatalf("seed %d: the queues' length is %d, want %d", seed, q.length(), waiting)
			}
		}
		for range 50 {
			for range r.IntN(60) {
				l := line{home: int32(r.IntN(workers+1) - 1)}
				l.spreads = l.home < 0 && r.IntN(3) == 0
				m := &mailbox{home: l.home, large: l.spreads}
				lines[l] = append(lines[l], m)
				q.push(m, l.spreads)
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
