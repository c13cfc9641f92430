package distributed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"sfdfa-actors/actors"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/topology"
)

// Builder makes the plan of the network that a spec determines, of which a worker then
// builds its part.
type Builder func(spec []byte) (Blueprint, error)

// Blueprint is a network before it is built.
type Blueprint struct {
	Network   *network.Network
	Transport actors.Transport
	CPUCores  int // that work on neurons at a time; 0 is all that Go uses

	// Admit refuses to build the cores that owns tells, if they would not fit here; nil
	// refuses nothing.
	Admit func(owns func(topology.Core) bool) error
}

// Identity is what two processes must have in common to give the same bits.
type Identity struct {
	Build        string // of the program
	Architecture string // of the CPU
}

// Worker takes part in the networks of coordinators, one at a time.
type Worker struct {
	settings   Settings
	identity   Identity
	builder    Builder
	maxNeurons int
	endpoint   *endpoint
	members    *memberList // of the cluster that it has joined, or nil

	lock       sync.Mutex
	challenges map[wire.SessionID]challenge // of those who have asked lately
	job        *job                         // or nil
	jobs       sync.WaitGroup
	stopped    bool // no job begins any more
}

type challenge struct {
	bits       []byte
	generation uint64 // of the question
	machine    int
	address    string // of the coordinator
}

// mostName bounds what a stranger says of itself, in bytes.
const maxName = 256

// mostChallenges bounds those who have asked and not gone on.
const maxChallenges = 64

// NewWorker listens. maxNeurons bounds the neurons that it builds; 0 does not.
func NewWorker(s Settings, id Identity, build Builder, maxNeurons int) (*Worker, error) {
	w := &Worker{settings: s, identity: id, builder: build, maxNeurons: maxNeurons, challenges: map[wire.SessionID]challenge{}}
	ready := make(chan struct{})
	endpoint, err := openEndpoint(s, func(frame []byte) {
		<-ready
		w.receive(frame)
	}, w.connectionEnded)
	if err != nil {
		return nil, err
	}
	w.endpoint = endpoint
	close(ready)
	if s.Cluster != "" {
		if w.members, err = endpoint.joinCluster(s.Membership, true); err != nil {
			endpoint.close()
			return nil, err
		}
	}
	return w, nil
}

// Address is where coordinators find the worker.
func (w *Worker) Address() string { return w.endpoint.address }

// Serve works until the context ends. A coordinator is then told that this worker is
// lost.
func (w *Worker) Serve(ctx context.Context) {
	<-ctx.Done()
	w.lock.Lock()
	job := w.job
	clear(w.challenges)
	w.stopped = true
	w.lock.Unlock()
	if job != nil {
		job.end(&Lost{"", errors.New("the worker was stopped")})
	}
	w.jobs.Wait()
	if w.members != nil {
		w.members.leave()
	}
	w.endpoint.close()
}

// gone ends the job if its network has lost a machine.
func (w *Worker) connectionEnded(address string) {
	w.lock.Lock()
	job := w.job
	w.lock.Unlock()
	if job != nil {
		job.connectionEnded(address)
	}
}

// take takes a frame from anybody.
func (w *Worker) receive(frame []byte) {
	h, rest, err := wire.DecodeHeader(frame)
	if err == nil {
		err = w.dispatch(h, rest)
	}
	if err != nil {
		slog.Warn("a frame is refused", "reason", err)
	}
}

func (w *Worker) dispatch(h wire.Header, rest wire.Message) error {
	w.lock.Lock()
	job := w.job
	w.lock.Unlock()
	if job != nil && job.header.Session == h.Session && job.header.Generation == h.Generation {
		return w.serve(job, h, rest)
	}
	message, err := rest.Decode()
	if err != nil {
		return err
	}
	switch message := message.(type) {
	case *wire.Hello:
		return w.hello(h, message)
	case *wire.Build:
		return w.begin(h, message)
	}
	return nil // of a generation that is over
}

// serve takes a frame of the job under way.
func (w *Worker) serve(j *job, h wire.Header, rest wire.Message) error {
	if h.From == 0 && h.Sequence == 0 {
		message, err := rest.Decode()
		if err != nil {
			return err
		}
		switch message.(type) {
		case *wire.Release:
			j.end(errReleased)
			return nil
		case *wire.Build, *wire.Hello:
			return nil // came twice
		}
	}
	if err := j.receive(h, rest); err != nil {
		j.end(&Lost{"", fmt.Errorf("from %s: %w", j.coordinator, err)})
	}
	return nil
}

// hello answers a coordinator.
func (w *Worker) hello(h wire.Header, m *wire.Hello) error {
	if _, err := checkAddress("coordinator", m.Address, false); err != nil {
		return err
	}
	if longest := max(len(m.Address), len(m.Build), len(m.Architecture)); longest > maxName {
		return fmt.Errorf("a name of %d bytes, allowed: up to %d", longest, maxName)
	}
	reply := func(message any) error {
		frame, err := wire.Encode(wire.Header{Session: h.Session, Generation: h.Generation, From: m.Machine}, message)
		if err == nil {
			w.endpoint.postTo(m.Address)(frame)
		}
		return err
	}
	if theirs := (Identity{m.Build, m.Architecture}); theirs != w.identity {
		return reply(&wire.Refusal{Reason: fmt.Sprintf("it is %s on %s, the coordinator is %s on %s: only equal ones give the same bits", w.identity.Build, w.identity.Architecture, theirs.Build, theirs.Architecture)})
	}
	w.lock.Lock()
	job := w.job
	known, asked := w.challenges[h.Session]
	twice := asked && known.generation == h.Generation && known.address == m.Address && known.machine != m.Machine
	if !asked || known.address != m.Address || known.machine != m.Machine {
		known = challenge{newChallenge(), h.Generation, m.Machine, m.Address}
	}
	known.generation = h.Generation
	if job == nil && !twice {
		w.remember(h.Session, known)
	}
	w.lock.Unlock()
	if twice {
		return reply(&wire.Refusal{Reason: "it is named twice, by two of its names"})
	}
	if job != nil {
		if job.header.Session == h.Session && h.Generation > job.header.Generation {
			job.end(&Lost{job.coordinator, errors.New("it builds the network again")})
		}
		return reply(&wire.Refusal{Reason: "it works for " + job.coordinator, Later: true})
	}
	return reply(&wire.Welcome{Challenge: known.bits})
}

// remember keeps a challenge, in place of any other if there are too many: a stranger
// can't drive out all.
func (w *Worker) remember(session wire.SessionID, c challenge) {
	for other := range w.challenges {
		if len(w.challenges) < maxChallenges {
			break
		}
		delete(w.challenges, other)
	}
	w.challenges[session] = c
}

// begin makes the worker part of a network.
func (w *Worker) begin(h wire.Header, m *wire.Build) error {
	w.lock.Lock()
	defer w.lock.Unlock()
	c, asked := w.challenges[h.Session]
	if !asked || w.stopped {
		return errors.New("a network is to be built without having been asked for, or twice")
	}
	delete(w.challenges, h.Session) // a challenge is answered once
	post := w.endpoint.postTo(c.address)
	own := wire.Header{Session: h.Session, Generation: h.Generation, From: c.machine}
	refuse := func(err error) error {
		frame, encoding := wire.Encode(own, &wire.Failure{Reason: err.Error(), Lost: IsLost(err)})
		if encoding == nil {
			post(frame)
		}
		return errors.Join(err, encoding)
	}
	if !w.settings.Security.verifies(m.Proof, c.bits, h.Session) {
		return refuse(fmt.Errorf("the coordinator %s does not know the token", c.address))
	}
	if w.job != nil {
		return refuse(&Lost{"", errors.New("it works for " + w.job.coordinator + " by now")})
	}
	blueprint, err := w.checkBuild(m, c)
	if err != nil {
		return refuse(err)
	}
	j := &job{coordinator: c.address}
	net := blueprint.Network
	x := newRouter(net, c.machine, m.Owners, w.links(own, m), m.Patience, nil)
	setup := network.Setup{CPUCores: blueprint.CPUCores}
	if m.Record {
		setup.Record, setup.RecordsTestsOnly = x.sendRecording, m.RecordsTestsOnly
	}
	j.session = newSession(own, x, func(machine int) bool { return machine == 0 }, nil)
	w.job = j
	w.jobs.Go(func() { w.work(j, setup, blueprint.Transport) })
	return nil
}
