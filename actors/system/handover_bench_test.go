package system

import (
	"runtime"
	"testing"

	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/actors/network"
)

// round is sent to all neurons and back.
var round any = new(int)

// receiver is an actor that does the same with each message of a round.
type receiver struct {
	do      func()
	mailbox *mailbox // or nil with one of the library
}

// Receive implements actor.Actor.
func (r receiver) Receive(ctx actor.Context) {
	switch message := ctx.Message(); {
	case message == round && r.mailbox == nil:
		r.do()
	case message == round:
		for more := true; more; _, more = r.mailbox.nextReady() {
			r.do()
		}
	default:
		if _, ended := message.(*actor.Stopped); ended && r.mailbox != nil {
			r.mailbox.life = stopped
		}
	}
}

// What it costs that one actor sends a message to each of 800 others and each answers, a round after the other:
// with mailboxes of the pool, with goroutines of the actors' own, and with mailboxes and dispatcher of the library.
func BenchmarkHandOver(b *testing.B) {
	for _, kind := range append(network.Schedulers(), "library") {
		b.Run(string(kind), func(b *testing.B) {
			system := NewActorSystem()
			defer system.Shutdown()
			spawn := func(do func(), _ int) *actor.PID {
				return system.Root.Spawn(actor.PropsFromProducer(func() actor.Actor { return receiver{do: do} }))
			}
			if kind != "library" {
				s := newScheduler(kind, runtime.GOMAXPROCS(0), true)
				defer s.close()
				spawn = func(do func(), affinity int) *actor.PID {
					m := &mailbox{turn: s.turns(affinity >= 0), affinity: int16(affinity)}
					producer, mailbox := func() actor.Actor { return receiver{do, m} }, func() actor.Mailbox { return m }
					return system.Root.Spawn(actor.PropsFromProducer(producer, actor.WithMailbox(mailbox)))
				}
			}
			handOver(b, system.Root, spawn)
		})
	}
}

// handOver measures b.N rounds of actors that spawn makes.
func handOver(b *testing.B, root *actor.RootContext, spawn func(do func(), affinity int) *actor.PID) {
	const neurons = 800
	var core *actor.PID
	pids, done, answers := make([]*actor.PID, neurons), make(chan struct{}), 0
	send := func() {
		for _, pid := range pids {
			root.Send(pid, round)
		}
	}
	core = spawn(func() {
		if answers++; answers == b.N*neurons {
			close(done)
		} else if answers%neurons == 0 {
			send()
		}
	}, noAffinity)
	for i := range pids {
		pids[i] = spawn(func() { root.Send(core, round) }, blockOf(i, neurons, runtime.GOMAXPROCS(0)))
	}
	b.ResetTimer()
	send()
	<-done
	b.StopTimer()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(2*neurons), "ns/message")
	for _, pid := range append(pids, core) {
		if err := root.StopFuture(pid).Wait(); err != nil {
			b.Error(err)
		}
	}
}
