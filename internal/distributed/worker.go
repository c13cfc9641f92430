package distributed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
)

// Worker takes part in the networks of coordinators, one at a time. Its machine decides
// what it does; the worker carries that out.
type Worker struct {
	settings   Settings
	builder    terms.Builder
	maxNeurons int
	endpoint   *endpoint
	building   sync.WaitGroup // and working: one network at a time

	lock      sync.Mutex
	machine   *workerMachine
	strangers throttle // whom it answers without having met them
}

// maxStrangers bounds the coordinators that have no challenge and are answered in a second. Each
// answer opens a connection to an address that anybody may name.
const maxStrangers = 8

// maxName bounds what a stranger says of itself, in bytes.
const maxName = 256

// NewWorker listens. maxNeurons bounds the neurons that it builds; 0 does not.
func NewWorker(s Settings, id terms.Identity, builder terms.Builder, maxNeurons int) (*Worker, error) {
	w := &Worker{settings: s, builder: builder, maxNeurons: maxNeurons, machine: newWorkerMachine(id, s.Security), strangers: throttle{perSecond: maxStrangers}}
	var err error
	if w.endpoint, err = openEndpoint(s, true, w.handle); err != nil {
		return nil, err
	}
	w.endpoint.begin()
	return w, nil
}

// Address is where coordinators find the worker.
func (w *Worker) Address() string { return w.endpoint.address }

// Serve works until the context ends. A coordinator is then told that this worker is
// lost.
func (w *Worker) Serve(ctx context.Context) {
	<-ctx.Done()
	w.lock.Lock()
	w.machine.close()
	w.lock.Unlock()
	if session := w.endpoint.session.Load(); session != nil {
		session.end(&terms.Lost{Reason: errors.New("the worker was stopped")})
	}
	w.building.Wait()
	w.endpoint.close()
}

// handle handles what a coordinator says before a network stands.
func (w *Worker) handle(h wire.Header, encoded wire.Message) error {
	message, err := encoded.Decode()
	if err != nil {
		return err
	}
	switch message := message.(type) {
	case *wire.Hello:
		return w.hello(h, message)
	case *wire.Build:
		return w.build(h, message)
	}
	return nil // of a generation that is over
}

// hello answers a coordinator's question.
func (w *Worker) hello(h wire.Header, m *wire.Hello) error {
	if _, _, err := checkAddress("coordinator", m.Address, false); err != nil {
		return err
	}
	if longest := max(len(m.Address), len(m.Build), len(m.Architecture)); longest > maxName {
		return fmt.Errorf("a name of %d bytes, allowed: up to %d", longest, maxName)
	}
	w.lock.Lock()
	if !w.admits(m.Address, time.Now()) {
		w.lock.Unlock()
		return fmt.Errorf("a greeting of %s, allowed: those of %d unknown coordinators a second", m.Address, maxStrangers)
	}
	session := w.endpoint.session.Load()
	r := w.machine.hello(h, m, newChallenge())
	w.lock.Unlock()
	if r.end != nil && session != nil {
		session.end(r.end)
	}
	return w.post(r)
}

// admits reports whether a greeting that names an address may be answered now.
func (w *Worker) admits(address string, now time.Time) bool {
	for _, c := range w.machine.challenges {
		if c.address == address {
			return true
		}
	}
	passes, _ := w.strangers.pass(now)
	return passes
}

// post sends the answer of a reaction, if there is one.
func (w *Worker) post(r reaction) error {
	if r.answer == nil {
		return nil
	}
	frame, err := wire.Encode(r.header, r.answer)
	if err == nil {
		w.endpoint.postTo(r.to)(frame)
	}
	return err
}

// build makes the worker part of a network.
func (w *Worker) build(h wire.Header, m *wire.Build) error {
	w.lock.Lock()
	defer w.lock.Unlock()
	var blueprint terms.Blueprint
	var net *network.Network
	r, err := w.machine.build(h, m, func(c challenge) (err error) {
		blueprint, net, err = w.checkBuild(m, c.machine)
		return err
	})
	if err != nil {
		return errors.Join(err, w.post(r))
	}
	own := r.header
	x := newRouter(net, own.From, m.Owners, w.newLinks(own, m), m.Patience)
	setup := network.Setup{CPUCores: blueprint.CPUCores, Scheduler: blueprint.Scheduler}
	if m.Record {
		setup.Record, setup.RecordsTestsOnly = x.sendRecording, m.RecordsTestsOnly
	}
	s := newSession(own, x, handleOrder)
	w.endpoint.session.Store(s)
	w.building.Go(func() { w.work(s, setup, blueprint, r.proof) })
	return nil
}

// handleOrder handles what the coordinator of a session under way says.
func handleOrder(s *session, machine int, message any) error {
	switch message := message.(type) {
	case *wire.Release:
		if machine == 0 {
			s.end(errReleased)
		}
		return nil
	case *wire.Heartbeat: // the link has noted that the coordinator is there
		if machine != 0 || message.Audit <= s.audit.Load() {
			return nil
		}
		s.audit.Store(message.Audit)
		return s.router.links[0].beat(s.heartbeat())
	case *wire.Hello, *wire.Build:
		return nil // came twice
	}
	return errNoPlace(message)
}

// newLinks returns the links to all other machines.
func (w *Worker) newLinks(own wire.Header, m *wire.Build) []*link {
	links := make([]*link, len(m.Addresses))
	now := time.Now()
	for machine, address := range m.Addresses {
		if machine != own.From {
			links[machine] = newLink(address, m.Window, own, w.endpoint.postTo(address), now)
		}
	}
	return links
}

// work builds the worker's part of a network, lets it work, and cleans up.
func (w *Worker) work(s *session, setup network.Setup, blueprint terms.Blueprint, proof []byte) {
	slog.Info("building a part of a network", "coordinator", s.coordinator())
	if blueprint.Guard != nil {
		defer blueprint.Guard(s.end)()
	}
	share, err := s.buildShare(setup, blueprint.Transport)
	switch {
	case err != nil:
		s.end(err)
	case share != nil: // it did not panic
		s.reportBuilt(proof)
	}
	<-s.ended
	w.lock.Lock()
	w.machine.end()
	w.lock.Unlock()
	s.reportEnd()
	s.running.Wait()
	if share != nil {
		_ = share.Close() // it has failed already, and s.reason says why
	}
	w.lock.Lock()
	w.endpoint.session.Store(nil)
	w.machine.stopped()
	w.lock.Unlock()
	slog.Info("waiting for a coordinator", "address", w.endpoint.address)
}

// coordinator is the address of the session's coordinator, as a worker knows it.
func (s *session) coordinator() string { return s.router.links[0].name }

// buildShare builds the worker's part.
func (s *session) buildShare(setup network.Setup, transport actors.Transport) (share *system.Engine, err error) {
	defer s.recoverPanic("building")
	share, err = system.NewPartition(s.router.net, setup, transport, system.Partition{Cores: s.router.owns, Elsewhere: s.router})
	if err == nil {
		s.router.share.Store(share)
		s.watchShare(share)
	}
	return share, err
}

// reportBuilt tells the coordinator that the worker's part stands, with the proof that it is
// of a worker that knows the token.
func (s *session) reportBuilt(proof []byte) {
	neurons := 0
	for _, core := range s.router.net.Cores {
		if s.router.owns(core) {
			neurons += core.Count
		}
	}
	slog.Info("built", "neurons", neurons)
	if m, err := wire.EncodeMessage(&wire.Built{Neurons: neurons, Proof: proof}); err == nil { // a few bytes always can
		s.router.links[0].send(m)
	}
}

// reportEnd tells the coordinator why this worker does not go on.
func (s *session) reportEnd() {
	var why any = &wire.Failure{Reason: s.reason.Error(), Lost: terms.IsLost(s.reason)}
	if errors.Is(s.reason, errReleased) {
		slog.Info("released", "coordinator", s.coordinator())
		why = &wire.Release{}
	} else {
		slog.Warn("the work ends early", "coordinator", s.coordinator(), "reason", s.reason)
	}
	if frame, err := wire.Encode(s.header, why); err == nil { // a few words always can
		s.router.links[0].post(frame)
	}
}
