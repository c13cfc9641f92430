package distributed

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/internal/parallel"
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
	built       chan struct{} // a signal for each worker that has built its part
	released    chan struct{} // a signal for each worker that knows that it is free
	closing     sync.Once
	challenge   []byte            // that workers answer when they have built their parts
	order       [sha256.Size]byte // digest of what they were told to build

	lock    sync.Mutex
	sent    []int64         // bytes by machine, as of the last audit
	audited []uint64        // number of the last audit that each machine has answered
	counted parallel.Signal // that a machine has answered
}

// build builds the network on the workers that have joined.
func (c *Coordinator) build(ctx context.Context, workers []candidate, net *network.Network, setup network.Setup, transport actors.Transport, spec []byte) (*Engine, error) {
	order := &wire.Build{
		Addresses: append([]string{c.endpoint.address}, c.workers...), Owners: c.owners(net, workers), Spec: spec,
		Record: setup.Record != nil, RecordsTestsOnly: setup.RecordsTestsOnly, Window: c.settings.Window, Patience: c.settings.Patience,
		Challenge: newChallenge(),
	}
	header := wire.Header{Session: c.sessionID, Generation: c.generation}
	links, machines := make([]*link, len(order.Addresses)), make([]int, len(workers))
	for i, w := range workers {
		links[w.machine] = newLink(w.address, c.settings.Window, header, c.endpoint.postTo(w.address), time.Now())
		machines[i] = w.machine
	}
	x := newRouter(net, 0, order.Owners, links, c.settings.Patience)
	x.recorder, x.drops = setup.Record, c.drops
	e := &Engine{
		coordinator: c, challenge: order.Challenge, order: order.Digest(), termination: newTerminationDetector(x, machines), sent: make([]int64, len(links)),
		audited: make([]uint64, len(links)), counted: parallel.NewSignal(),
		built: make(chan struct{}, len(workers)), released: make(chan struct{}, len(workers)),
	}
	e.session = newSession(header, x, e.handleReport)
	share, err := system.NewPartition(net, setup, transport, system.Partition{Control: true, Cores: x.owns, Elsewhere: x, Termination: e.termination})
	if err != nil {
		e.session.end(err)
		return nil, err
	}
	e.Engine = share
	x.share.Store(share)
	e.session.watchShare(share)
	c.endpoint.session.Store(e.session)
	if err := e.buildParts(ctx, workers, order, setup.Initial); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// statement is what a proof of a worker, or for one, is about.
func (e *Engine) statement(by prover, machine int, challenge []byte) statement {
	header := e.session.header
	header.From = machine
	return statement{by, header, challenge, e.order}
}

// owners places the cores on the machines of workers, and returns the machine of each.
func (c *Coordinator) owners(net *network.Network, workers []candidate) []int {
	owners := c.place(&net.Topology, net.Cores, len(workers))
	for core, place := range owners {
		if place > 0 {
			owners[core] = workers[place-1].machine
		}
	}
	return owners
}

// buildParts orders the workers to build their parts, waits until they have, and gives
// them what was learned before.
func (e *Engine) buildParts(ctx context.Context, workers []candidate, order *wire.Build, initial network.Initial) error {
	for _, w := range workers {
		order.Proof = e.coordinator.settings.Security.proof(e.statement(byCoordinator, w.machine, w.challenge))
		if err := e.session.router.links[w.machine].sendUnnumbered(order); err != nil {
			return err
		}
	}
	for range workers {
		select {
		case <-e.built:
		case <-e.session.ended:
			return e.session.reason
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if initial == nil {
		return nil
	}
	return e.restoreAll(ctx, initial)
}

// restoreAll gives the neurons of all workers what they had learned.
func (e *Engine) restoreAll(ctx context.Context, initial network.Initial) error {
	net := e.session.router.net
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

// handleReport handles what workers say about themselves.
func (e *Engine) handleReport(s *session, machine int, message any) error {
	switch message := message.(type) {
	case *wire.Heartbeat:
		e.lock.Lock()
		if message.Audit == s.audit.Load() {
			e.sent[machine], e.audited[machine] = message.BytesSent, message.Audit
		}
		e.lock.Unlock()
		e.counted.Raise()
		e.termination.report(machine, message.Idle)
	case *wire.Built:
		if !e.coordinator.settings.Security.verifies(message.Proof, e.statement(byWorker, machine, e.challenge)) {
			e.session.end(fmt.Errorf("distributed: worker %s does not know the token", e.session.router.links[machine].name))
			return nil
		}
		slog.Info("a worker has built its part", "worker", e.session.router.links[machine].name, "neurons", message.Neurons)
		notify(e.built)
	case *wire.Release:
		notify(e.released)
	case *wire.Welcome: // it was asked twice
	default:
		return errNoPlace(message)
	}
	return nil
}

// notify puts a signal into a channel, unless the channel is full: then the signals that it
// has are enough.
func notify(to chan<- struct{}) {
	select {
	case to <- struct{}{}:
	default:
	}
}

// Run implements network.Engine. When it returns, WireBytes counts what was sent for it.
func (e *Engine) Run(ctx context.Context, a *messages.Assignment, observe func([]messages.Outcome)) (*messages.Finished, error) {
	finished, err := e.Engine.Run(ctx, a, observe)
	if err == nil {
		err = e.auditWorkers()
	}
	return finished, err
}

// auditWorkers asks all workers how much they have sent, and waits for their answers. A worker that is lost ends the
// session, and the wait.
func (e *Engine) auditWorkers() error {
	audit := e.session.audit.Add(1)
	for _, l := range e.session.router.links {
		if l == nil {
			continue
		}
		if err := l.beat(e.session.heartbeat()); err != nil {
			return err
		}
	}
	for !e.isAudited(audit) {
		select {
		case <-e.counted:
		case <-e.session.ended:
			return e.session.reason
		}
	}
	return nil
}

// isAudited reports whether all workers have answered an audit.
func (e *Engine) isAudited(audit uint64) bool {
	e.lock.Lock()
	defer e.lock.Unlock()
	for machine, l := range e.session.router.links {
		if l != nil && e.audited[machine] < audit {
			return false
		}
	}
	return true
}

// WireBytes is the number of bytes that all machines have sent each other since the
// network was built, up to the end of the last assignment, in messages that are numbered: not in
// heartbeats and acknowledgements.
func (e *Engine) WireBytes() int64 {
	total := e.session.router.bytesSent()
	e.lock.Lock()
	defer e.lock.Unlock()
	for _, sent := range e.sent {
		total += sent
	}
	return total
}

// Close releases the workers and, unless the network has ended with an error, waits for
// their answers.
func (e *Engine) Close() (err error) {
	e.closing.Do(func() { err = e.close() })
	return err
}

func (e *Engine) close() error {
	e.release()
	e.session.end(errReleased)
	e.session.running.Wait()
	e.coordinator.endpoint.session.Store(nil)
	return e.Engine.Close()
}

// release tells all workers that they are free, also after an error, and waits for their
// answers unless there was one.
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
