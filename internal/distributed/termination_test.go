//go:build unix

package distributed

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// A message that gets lost within a machine, whatever it is, ends the run with who waits
// for whom, though no connection has failed.
func TestALostMessageIsAStall(t *testing.T) {
	t.Parallel()
	c := coordinate(t, startWorkers(t, 2)...)
	kinds := map[string]bool{}
	live := func() error {
		e, err := buildOn(t, c, faultSeed)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		}()
		train := networktest.Random(faultSeed).Train
		if _, err := e.Run(context.Background(), &train, func([]messages.Outcome) {}); err != nil {
			return err
		}
		_, err = e.Digest()
		return err
	}
	c.drops = func(r wire.Routed) bool {
		kinds[fmt.Sprintf("%T", r.Message)] = true
		return false
	}
	if err := live(); err != nil {
		t.Fatal(err)
	}
	if len(kinds) < 4 {
		t.Fatalf("messages %v come to the coordinator, want packets, acknowledgements, tallies and states at least", kinds)
	}
	for kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			lost := false
			c.drops = func(r wire.Routed) bool {
				if lost || fmt.Sprintf("%T", r.Message) != kind {
					return false
				}
				lost = true
				return true
			}
			err := live()
			if err == nil || !strings.Contains(err.Error(), "nothing moves and nothing is finished, a message was lost: ") || !strings.Contains(err.Error(), " waits for core ") {
				t.Errorf("error %v, want one that nothing moves, and says for which cores somebody waits", err)
			}
			t.Log(err)
		})
	}
}

// idleModel is some machines that have tasks. Each task may send messages, and each
// message is a task for who takes it.
type idleModel struct {
	random   *rand.Rand
	routers  []*router
	posted   [][]int // messages on their way, by sender and receiver
	taken    [][]int // messages of all time, of which the sender may not know
	tasks    []int
	said     []*wire.MessageCounts // on their way to the coordinator, by machine
	detector *terminationDetector
}

// anyMessage is what the machines of a idleModel send.
var anyMessage, _ = wire.EncodeMessage(&wire.Release{})

func newIdleModel(random *rand.Rand, machines int) *idleModel {
	m := &idleModel{random: random, tasks: make([]int, machines), said: make([]*wire.MessageCounts, machines)}
	var workers []int
	window := 3 * anyMessage.Size()
	for own := range machines {
		x := &router{net: &network.Network{}, own: own, links: make([]*link, machines)}
		m.posted, m.taken = append(m.posted, make([]int, machines)), append(m.taken, make([]int, machines))
		for other := range machines {
			if other != own {
				x.links[other] = newLink("", window, wire.Header{}, func([]byte) { m.posted[own][other]++ }, time.Now())
			}
		}
		m.routers = append(m.routers, x)
		if own > 0 {
			workers = append(workers, own)
		}
		m.tasks[own] = random.IntN(3)
	}
	m.detector = newTerminationDetector(m.routers[0], workers)
	return m
}

func (m *idleModel) idle(machine int) func() bool {
	return func() bool { return m.tasks[machine] == 0 }
}

// step lets something happen: a task sends a message, which may have to wait for room,
// or ends; a message is taken, or the sender hears of that; a machine looks whether it
// is idle, or the coordinator hears of it.
func (m *idleModel) step(sends bool) {
	from, to := m.random.IntN(len(m.tasks)), m.random.IntN(len(m.tasks))
	switch m.random.IntN(6) {
	case 0:
		if sends && from != to && m.tasks[from] > 0 {
			m.routers[from].links[to].send(anyMessage)
		}
	case 1:
		m.tasks[from] = max(0, m.tasks[from]-1)
	case 2:
		if m.posted[from][to] > 0 {
			m.posted[from][to]--
			m.taken[from][to]++
			m.tasks[to]++
			m.routers[to].links[from].markDelivered()
		}
	case 3:
		if from != to {
			_ = m.routers[from].links[to].acknowledgedTo(uint64(m.taken[from][to])) // which are no more than it has sent
		}
	case 4:
		m.said[from] = m.routers[from].idleCounts(m.idle(from))
	case 5:
		if from > 0 {
			m.detector.report(from, m.said[from])
		}
	}
}

// still reports whether nobody has a task and no message is on its way.
func (m *idleModel) still() bool {
	for from, ways := range m.posted {
		if m.tasks[from] > 0 {
			return false
		}
		for to, count := range ways {
			if l := m.routers[from].links[to]; count > 0 || l != nil && len(l.queue) > 0 {
				return false
			}
		}
	}
	return true
}

// The coordinator never reports that all are idle while a machine is not, or a message is on
// its way or waits for room, however old its counts are; and it finds out when they are.
func TestTerminationIsDetectedAndNeverTooSoon(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 3))
		m := newIdleModel(random, 2+random.IntN(3))
		for step := range 1200 {
			m.step(step < 600)
			if m.detector.Terminated(m.idle(0)) && !m.still() {
				t.Fatalf("seed %d, step %d: all are said to be idle, with tasks %v and messages %v on their way", seed, step, m.tasks, m.posted)
			}
		}
		for range 5000 {
			m.step(false)
		}
		if !m.still() || !m.detector.Terminated(m.idle(0)) {
			t.Fatalf("seed %d: nothing moves (%v), and that is not found out", seed, m.still())
		}
	}
}

// What a worker says about another number of machines is not believed.
func TestCountsOfOtherNetworksAreNone(t *testing.T) {
	m := newIdleModel(rand.New(rand.NewPCG(1, 1)), 3)
	m.tasks = []int{0, 0, 0}
	good := &wire.MessageCounts{Sent: make([]uint64, 3), Delivered: make([]uint64, 3)}
	for name, c := range map[string]struct {
		said *wire.MessageCounts
		want bool
	}{
		"of these":        {good, true},
		"of none":         {&wire.MessageCounts{}, false},
		"of fewer":        {&wire.MessageCounts{Sent: make([]uint64, 3), Delivered: make([]uint64, 2)}, false},
		"of more":         {&wire.MessageCounts{Sent: make([]uint64, 4), Delivered: make([]uint64, 4)}, false},
		"not idle":        {nil, false},
		"one on its way":  {&wire.MessageCounts{Sent: []uint64{1, 0, 0}, Delivered: make([]uint64, 3)}, false},
		"one from nobody": {&wire.MessageCounts{Sent: make([]uint64, 3), Delivered: []uint64{0, 0, 1}}, false},
	} {
		m.detector.report(1, good)
		m.detector.report(2, c.said)
		if got := m.detector.Terminated(m.idle(0)); got != c.want {
			t.Errorf("%s: all idle: %v, want %v", name, got, c.want)
		}
	}
}
