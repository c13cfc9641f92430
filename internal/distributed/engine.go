package distributed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

var _ network.Engine = (*Engine)(nil)

// Engine is a network on several machines, as its coordinator sees it.
type Engine struct {
	*system.Engine
	coordinator *Coordinator
	session     *session
	termination *terminationDetector
	released    chan int // of workers that were released
	closing     sync.Once

	lock sync.Mutex
	sent []int64 // bytes by machine, as of its last heartbeat
}

// build builds the network on the workers that have joined.
func (c *Coordinator) build(ctx context.Context, workers []joined, net *network.Network, setup network.Setup, transport actors.Transport, spec []byte) (*Engine, error) {
	addresses := append([]string{c.endpoint.address}, c.workers...)
	owners := c.place(&net.Topology, net.Cores, len(workers))
	for core, place := range owners {
		if place > 0 {
			owners[core] = workers[place-1].machine
		}
	}
	e := &Engine{coordinator: c, sent: make([]int64, len(addresses)), released: make(chan int, len(workers))}
	header := wire.Header{Session: c.sessionID, Generation: c.generation}
	links := make([]*link, len(addresses))
	for _, w := range workers {
		links[w.machine] = newLink(w.machine, w.address, c.settings.Window, header, c.endpoint.postTo(w.address), time.Now())
	}
	built := make(chan int, len(workers))
	x := newRouter(net, 0, owners, links, c.settings.Patience, nil)
	x.recorder, x.drops = setup.Record, c.drops
	e.termination = newTerminationDetector(x, machines(workers))
	e.session = newSession(header, x, func(int) bool { return true }, func(machine int, message any) { e.handleReport(machine, message, built) })
	share, err := system.NewShare(net, setup, transport, system.Share{Control: true, Cores: x.owns, Elsewhere: x, Termination: e.termination})
	if err != nil {
		e.session.end(err)
		return nil, err
	}
	e.Engine = share
	x.share.Store(share)
	e.session.watchShare(share)
	c.lock.Lock()
	c.session, c.answers = e.session, nil
	c.lock.Unlock()
	for _, w := range workers {
		order := &wire.Build{
			Proof: c.settings.Security.proof(w.challenge, c.sessionID), Addresses: addresses, Owners: owners, Spec: spec,
			Record: setup.Record != nil, RecordsTestsOnly: setup.RecordsTestsOnly, Window: c.settings.Window, Patience: c.settings.Patience,
		}
		encoded, err := wire.EncodeMessage(order)
		if err != nil {
			return nil, errors.Join(err, e.Close())
		}
		links[w.machine].sendUnnumbered(encoded)
	}
	if err := e.waitUntilBuilt(ctx, built, len(workers), setup.Initial); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// waitUntilBuilt waits until all workers have built their parts, and gives them what was learned
// before.
func (e *Engine) waitUntilBuilt(ctx context.Context, built <-chan int, workers int, initial network.Initial) error {
	for range workers {
		select {
		case <-built:
		case <-e.session.ended:
			return e.session.reason
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	net := e.session.router.net
	if initial == nil {
		return nil
	}
	for _, core := range net.Cores {
		if e.session.router.owns(core) {
			continue // it was built so
		}
		for part := range net.Topology.Parts(core, network.SynapsesAtOnce) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := e.restore(initial, core, part); err != nil {
				return err
			}
		}
	}
	return nil
}

// restore gives the neurons of a part of a core what they had learned.
func (e *Engine) restore(initial network.Initial, core topology.Core, part topology.Part) error {
	states := make([]messages.State, part.Count)
	for i := range states {
		state, given := initial(core.Population, core.First+part.First+i)
		if !given {
			return fmt.Errorf("distributed: there is no state of neuron %d of population %d, and none of a part of a network may be missing", core.First+part.First+i, core.Population)
		}
		states[i] = state
	}
	e.SetStates(core, part.First, states)
	if !e.session.router.links[e.session.router.owners[core.ID]].waitForRoom() {
		return e.session.reason
	}
	return nil
}

// told takes what workers say about themselves.
func (e *Engine) handleReport(machine int, message any, built chan<- int) {
	switch message := message.(type) {
	case *wire.Heartbeat:
		e.lock.Lock()
		e.sent[machine] = message.BytesSent
		e.lock.Unlock()
		e.termination.report(machine, message.Idle)
	case *wire.Built:
		slog.Info("a worker has built its part", "worker", e.session.router.links[machine].name, "neurons", message.Neurons)
		notify(built, machine)
	case *wire.Release:
		notify(e.released, machine)
	}
}

// offer hands a machine on, unless more than all have been handed on already.
func notify(to chan<- int, machine int) {
	select {
	case to <- machine:
	default:
	}
}

// WireBytes is the number of bytes that all machines have sent each other since the
// network was built, as of their last heartbeats.
func (e *Engine) WireBytes() int64 {
	total := e.session.router.bytesSent()
	e.lock.Lock()
	defer e.lock.Unlock()
	for _, sent := range e.sent {
		total += sent
	}
	return total
}

// Close releases the workers, and waits for their farewells as long as they are there.
func (e *Engine) Close() (err error) {
	e.closing.Do(func() { err = e.close() })
	return err
}

func (e *Engine) close() error {
	e.release()
	e.session.end(errReleased)
	e.session.running.Wait()
	c := e.coordinator
	c.lock.Lock()
	c.session = nil
	c.lock.Unlock()
	return e.Engine.Close()
}

// release tells all workers that they are free, also after an error, and waits for
// their answers unless there was one.
func (e *Engine) release() {
	frame, err := wire.Encode(e.session.header, &wire.Release{})
	if err != nil {
		return // a word always can be encoded
	}
	for _, l := range e.session.router.links {
		if l != nil {
			l.post(frame)
		}
	}
	for range cap(e.released) {
		select {
		case <-e.released:
		case <-e.session.ended:
			return
		}
	}
}
