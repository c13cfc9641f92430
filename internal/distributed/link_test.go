package distributed

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/messages"
)

// pair are the two ends of a way between two machines, with the frames that are on it.
type pair struct {
	t    *testing.T
	ends [2]*link
	on   [2][][]byte // frames on their way to each end
	got  [2][]uint64 // batches of the messages that have come
}

func newPair(t *testing.T, window int) *pair {
	p := &pair{t: t}
	for i := range p.ends {
		post := func(frame []byte) { p.on[1-i] = append(p.on[1-i], frame) }
		p.ends[i] = newLink("other", window, wire.Header{From: i}, post, time.Unix(0, 0))
	}
	return p
}

// send sends a message with a number in it.
func (p *pair) send(from int, number uint64) {
	p.t.Helper()
	m, err := wire.EncodeMessage(wire.Routed{Message: &messages.Learned{Batch: number}})
	if err != nil {
		p.t.Fatal(err)
	}
	p.ends[from].send(m)
}

// deliver takes the next frame on the way to an end.
func (p *pair) deliver(to int) error {
	p.t.Helper()
	frame := p.on[to][0]
	p.on[to] = p.on[to][1:]
	h, rest, err := wire.DecodeHeader(frame)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.ends[to].frameArrived(h.Sequence, rest.Size()); err != nil {
		return err
	}
	message, err := rest.Decode()
	if err != nil {
		p.t.Fatal(err)
	}
	switch message := message.(type) {
	case *wire.Acknowledgement:
		return p.ends[to].acknowledgedTo(message.Received)
	case wire.Routed:
		p.got[to] = append(p.got[to], message.Message.(*messages.Learned).Batch)
	}
	return nil
}

// Whatever the order in which both sides send, receive and look at the clock, every
// message comes once and in order, no more than a window is on its way, and in the end
// nothing waits.
func TestMessagesComeOnceAndInOrder(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		window := 4 + r.IntN(200)
		p := newPair(t, window)
		var sent [2]uint64
		now := time.Unix(0, 0)
		for step := 0; step < 500 || len(p.on[0])+len(p.on[1]) > 0 || p.ends[0].queued+p.ends[1].queued > 0; step++ {
			end := r.IntN(2)
			switch choice := r.IntN(4); {
			case choice == 0 && step < 500:
				sent[end]++
				p.send(end, sent[end])
			case choice == 1:
				now = now.Add(time.Millisecond)
				if err := p.ends[end].tick(now, time.Hour, true); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			case len(p.on[end]) > 0:
				if err := p.deliver(end); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
			if flying := p.ends[end].flying; flying > window && len(p.ends[end].flight) > 1 {
				t.Fatalf("seed %d: %d bytes are on their way, the window is %d", seed, flying, window)
			}
		}
		for end := range p.got {
			if uint64(len(p.got[end])) != sent[1-end] {
				t.Fatalf("seed %d: %d of %d messages have come", seed, len(p.got[end]), sent[1-end])
			}
			for i, number := range p.got[end] {
				if number != uint64(i+1) {
					t.Fatalf("seed %d: message %d came as number %d", seed, number, i+1)
				}
			}
		}
	}
}

// A frame that is lost, or comes twice, is noticed at the next one, and named.
func TestGapsAndRepetitionsAreErrors(t *testing.T) {
	p := newPair(t, 1000)
	for number := range uint64(4) {
		p.send(0, number+1)
	}
	if err := p.deliver(1); err != nil {
		t.Fatal(err)
	}
	first := p.on[1][0]
	p.on[1] = p.on[1][2:] // messages 2 and 3 are lost
	if err := p.deliver(1); err == nil || !strings.Contains(err.Error(), "messages 2 to 3 from other are missing") {
		t.Errorf("error %v, want one that names what is missing", err)
	}
	p.on[1] = [][]byte{first, first}
	if err := p.deliver(1); err != nil {
		t.Fatal(err)
	}
	if err := p.deliver(1); err == nil || !strings.Contains(err.Error(), "message 2 from other came twice") {
		t.Errorf("error %v, want one that names what came twice", err)
	}
	if err := p.ends[0].acknowledgedTo(5); err == nil || !strings.Contains(err.Error(), "message 5 of 4") {
		t.Errorf("error %v, want one that says that message 5 was never sent", err)
	}
}

// The last message being lost, nothing comes after it that would show: then it is the
// missing acknowledgement, and without any message the missing heartbeat.
func TestSilenceIsAnError(t *testing.T) {
	start := time.Unix(0, 0)
	p := newPair(t, 1000)
	p.send(0, 1)
	if err := p.ends[0].tick(start.Add(time.Second), 2*time.Second, false); err != nil {
		t.Fatal(err)
	}
	if err := p.ends[0].tick(start.Add(4*time.Second), 2*time.Second, false); err == nil || !strings.Contains(err.Error(), "acknowledged nothing for 4s") {
		t.Errorf("error %v, want one about the acknowledgement", err)
	}
	if err := p.ends[1].tick(start.Add(3*time.Second), 2*time.Second, true); err == nil || !strings.Contains(err.Error(), "said nothing for 3s") {
		t.Errorf("error %v, want one about the silence", err)
	}
	if err := p.ends[1].tick(start.Add(time.Hour), 2*time.Second, false); err != nil {
		t.Errorf("error %v of a way on which nothing has to come", err)
	}
}

// Who waits for room goes on when there is some, or when the way is closed.
func TestRoomIsWaitedFor(t *testing.T) {
	for _, closed := range []bool{false, true} {
		p := newPair(t, 8)
		for number := range uint64(20) {
			p.send(0, number+1)
		}
		if p.ends[0].queued <= 8 {
			t.Fatal("nothing waits, the test has no teeth")
		}
		done := make(chan bool)
		go func() { done <- p.ends[0].waitForRoom() }()
		if closed {
			p.ends[0].close()
		} else if err := p.ends[0].acknowledgedTo(1); err != nil {
			t.Fatal(err)
		}
		for acked := uint64(2); !closed && p.ends[0].queued > 8; acked++ {
			if err := p.ends[0].acknowledgedTo(acked); err != nil {
				t.Fatal(err)
			}
		}
		if open := <-done; open == closed {
			t.Errorf("waiting ended with %v on a way that is closed: %v", open, closed)
		}
	}
}
