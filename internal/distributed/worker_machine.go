package distributed

import (
	"errors"
	"fmt"

	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
)

// phase is what a worker is doing.
type phase int

const (
	idle       phase = iota // no coordinator has asked for it
	challenged              // some have, and have yet to prove that they know the token
	working                 // it is part of a network
	ending                  // the network is over on this machine, and its actors stop
)

// String returns the name of the phase.
func (p phase) String() string { return [...]string{"idle", "challenged", "working", "ending"}[p] }

// workerMachine decides what a worker answers to coordinators, and for which of them it
// works. It is pure: it takes what has come, and sends and builds nothing itself. doc.go has
// the table of its phases.
type workerMachine struct {
	identity terms.Identity
	security Security
	closed   bool // no network begins any more

	phase       phase
	challenges  map[wire.SessionID]challenge // open ones, by the session that asked
	current     wire.Header                  // session and generation of the network, while working or ending
	coordinator string                       // its address
}

// challenge is what a coordinator was told to prove that it knows the token with.
type challenge struct {
	bits       []byte
	generation uint64 // of the question
	machine    int    // that this worker would be
	address    string // of the coordinator
}

// maxChallenges bounds the open challenges.
const maxChallenges = 64

// reaction is what a worker does about a frame.
type reaction struct {
	to     string      // address of the coordinator that gets the answer
	header wire.Header // of the answer
	answer any         // a message, or nil
	end    error       // why the network under way ends, or nil
	proof  []byte      // that the worker knows the token, for who ordered a network
}

func newWorkerMachine(id terms.Identity, security Security) *workerMachine {
	return &workerMachine{identity: id, security: security, challenges: map[wire.SessionID]challenge{}}
}

// hello answers a coordinator's question whether it would work. bits are the challenge, if
// it needs a new one.
func (m *workerMachine) hello(h wire.Header, hello *wire.Hello, bits []byte) reaction {
	r := reaction{to: hello.Address, header: wire.Header{Session: h.Session, Generation: h.Generation, From: hello.Machine}}
	if theirs := (terms.Identity{Build: hello.Build, Architecture: hello.Architecture}); theirs != m.identity {
		r.answer = &wire.Refusal{Reason: fmt.Sprintf("it is %s on %s, the coordinator is %s on %s: only equal ones give the same bits",
			m.identity.Build, m.identity.Architecture, theirs.Build, theirs.Architecture)}
		return r
	}
	c, open := m.challenges[h.Session]
	same := open && c.address == hello.Address
	if same && c.generation == h.Generation && c.machine != hello.Machine {
		r.answer = &wire.Refusal{Reason: "it is named twice, by two of its names"}
		return r
	}
	if m.phase == working || m.phase == ending {
		if h.Session == m.current.Session && h.Generation > m.current.Generation {
			m.phase = ending
			r.end = &terms.Lost{Machine: m.coordinator, Reason: errors.New("it builds the network again")}
		}
		r.answer = &wire.Refusal{Reason: "it works for " + m.coordinator, Later: true}
		return r
	}
	if !same || c.machine != hello.Machine {
		c = challenge{bits: bits, machine: hello.Machine, address: hello.Address}
	}
	c.generation = h.Generation
	m.remember(h.Session, c)
	m.phase = challenged
	r.answer = &wire.Welcome{Challenge: c.bits}
	return r
}

// remember keeps a challenge, in place of any other if there are too many: a stranger
// can't drive out all.
func (m *workerMachine) remember(session wire.SessionID, c challenge) {
	for other := range m.challenges {
		if len(m.challenges) < maxChallenges {
			break
		}
		delete(m.challenges, other)
	}
	m.challenges[session] = c
}

// build begins a network if the coordinator was challenged and proves to know the token, in an
// order for this worker that names it as its coordinator. check refuses a network that can't be built here. An error with an address to answer to is
// also the answer.
func (m *workerMachine) build(h wire.Header, order *wire.Build, check func(challenge) error) (reaction, error) {
	c, open := m.challenges[h.Session]
	if !open || m.closed {
		return reaction{}, errors.New("a network is to be built without having been asked for, or twice")
	}
	delete(m.challenges, h.Session) // a challenge is answered once
	r := reaction{to: c.address, header: wire.Header{Session: h.Session, Generation: h.Generation, From: c.machine}}
	digest := order.Digest()
	busy := m.phase == working || m.phase == ending
	var err error
	switch {
	case !m.security.verifies(order.Proof, statement{byCoordinator, r.header, c.bits, digest}):
		err = fmt.Errorf("the coordinator %s does not know the token", c.address)
	case len(order.Addresses) == 0 || order.Addresses[0] != c.address:
		err = fmt.Errorf("the order is not of the coordinator %s, which asked for it", c.address)
	case busy:
		err = &terms.Lost{Reason: errors.New("it works for " + m.coordinator + " by now")}
	default:
		err = check(c)
	}
	switch {
	case err == nil:
		m.phase, m.current, m.coordinator = working, r.header, c.address
		r.proof = m.security.proof(statement{byWorker, r.header, order.Challenge, digest})
	case !busy:
		m.phase = m.waiting()
	}
	if err != nil {
		r.answer = &wire.Failure{Reason: err.Error(), Lost: terms.IsLost(err)}
	}
	return r, err
}

// end notes that the network is over on this machine.
func (m *workerMachine) end() {
	if m.phase == working {
		m.phase = ending
	}
}

// stopped notes that the actors of a network that is over have stopped.
func (m *workerMachine) stopped() {
	if m.phase == ending {
		m.phase = m.waiting()
	}
}

// waiting is the phase of a worker without a network.
func (m *workerMachine) waiting() phase {
	if len(m.challenges) > 0 {
		return challenged
	}
	return idle
}

// close lets no network begin any more.
func (m *workerMachine) close() {
	m.closed = true
	clear(m.challenges)
	if m.phase == challenged {
		m.phase = idle
	}
}
