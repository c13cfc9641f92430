package distributed

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/topology"
)

// Coordinator spreads networks over workers, one network at a time.
type Coordinator struct {
	settings    Settings
	identity    terms.Identity
	workers     []string // addresses; in a cluster those of the generation
	minWorkers  int      // workers without which no network is built
	joinTimeout time.Duration
	place       func(net *topology.Network, cores []topology.Core, workers int) []int // place of each core
	drops       func(wire.Routed) bool                                                // for tests, see router
	endpoint    *endpoint
	sessionID   wire.SessionID

	lock       sync.Mutex
	generation uint64
	answers    chan answer // of workers that are asked, or nil
}

// answer is what a worker says when it is asked.
type answer struct {
	machine int
	message any // a Welcome, a Refusal or a Failure
}

// NewCoordinator listens. Networks are built on all workers that it is given, or on at
// least minWorkers (0 is all) if the others have not answered within the time to join. In a
// cluster the workers are its members at that time, at least minWorkers.
func NewCoordinator(s Settings, id terms.Identity, workers []string, minWorkers int, join time.Duration) (*Coordinator, error) {
	if err := CheckWorkerCount(s.Membership, workers, minWorkers); err != nil {
		return nil, err
	}
	if minWorkers == 0 {
		minWorkers = len(workers)
	}
	c := &Coordinator{settings: s, identity: id, workers: workers, minWorkers: minWorkers, joinTimeout: join, place: placeCores, sessionID: newSessionID()}
	var err error
	if c.endpoint, err = openEndpoint(s, false, c.handle); err != nil {
		return nil, err
	}
	c.endpoint.begin()
	return c, nil
}

// CheckWorkerCount refuses a list of workers together with a cluster, a cluster without hosts,
// and a minimum that the list can't meet.
func CheckWorkerCount(m Membership, workers []string, minWorkers int) error {
	if err := CheckWorkers(workers); err != nil {
		return err
	}
	inCluster := m.Cluster != ""
	switch {
	case inCluster && len(m.Hosts) == 0:
		return errors.New("distributed: cluster-hosts is empty, allowed: HOST:PORT of the workers' health pages")
	case inCluster && len(workers) > 0:
		return errors.New("distributed: workers and a cluster are named, allowed: one of them")
	case inCluster && minWorkers < 1:
		return fmt.Errorf("distributed: min-workers is %d with a cluster, allowed: 1 or more, the members to wait for", minWorkers)
	case !inCluster && (len(workers) == 0 || minWorkers < 0 || minWorkers > len(workers)):
		return fmt.Errorf("distributed: min-workers is %d of %d workers, allowed: 1 to all of them, 0 for all", minWorkers, len(workers))
	}
	return nil
}

// Workers is the number of workers that a network is to be spread over; in a cluster it is
// the minimum.
func (c *Coordinator) Workers() int {
	if c.endpoint.members != nil {
		return c.minWorkers
	}
	return len(c.workers)
}

// Close leaves the cluster and stops listening.
func (c *Coordinator) Close() { c.endpoint.close() }

// handle hands on the answer of a worker that was asked. A frame of another session is of
// no worker of this coordinator.
func (c *Coordinator) handle(h wire.Header, encoded wire.Message) error {
	if h.Session != c.sessionID {
		return errors.New("it is not of this run")
	}
	c.lock.Lock()
	answers, current := c.answers, h.Generation == c.generation
	c.lock.Unlock()
	if !current || answers == nil {
		return nil
	}
	message, err := encoded.Decode()
	if err != nil {
		message = &wire.Refusal{Reason: err.Error()}
	}
	select {
	case answers <- answer{h.From, message}:
	default: // it is asked again
	}
	return nil
}

// Build implements terms.Coordinator; the engine is an *Engine.
func (c *Coordinator) Build(ctx context.Context, net *network.Network, setup network.Setup, transport actors.Transport, spec []byte) (network.Engine, error) {
	if c.endpoint.members != nil {
		if err := c.waitForMembers(ctx); err != nil {
			return nil, err
		}
	}
	c.lock.Lock()
	c.generation++
	c.answers = make(chan answer, 4*len(c.workers))
	generation := c.generation
	c.lock.Unlock()
	workers, err := c.askWorkers(ctx, generation)
	if err != nil {
		return nil, err
	}
	engine, err := c.build(ctx, workers, net, setup, transport, spec)
	if err != nil {
		return nil, err // a nil pointer in an interface is not nil
	}
	return engine, nil
}

// waitForMembers waits until enough members are in the cluster, which are the workers then.
func (c *Coordinator) waitForMembers(ctx context.Context) error {
	deadline := time.NewTimer(c.joinTimeout)
	defer deadline.Stop()
	for {
		if c.workers = c.endpoint.members.current(); len(c.workers) >= c.minWorkers {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-c.endpoint.members.changed:
		case <-deadline.C:
			return terms.TooFew(fmt.Errorf("%d workers are in the cluster %s after %v, at least %d are needed", len(c.workers), c.settings.Cluster, c.joinTimeout, c.minWorkers))
		}
	}
}

// askEvery is the time after which a worker that has not answered is asked again.
const askEvery = 300 * time.Millisecond

// askWorkers asks all workers until they, or at the deadline enough of them, have joined.
func (c *Coordinator) askWorkers(ctx context.Context, generation uint64) ([]candidate, error) {
	invitation := newInvitation(c.workers, c.minWorkers)
	deadline := time.NewTimer(c.joinTimeout)
	defer deadline.Stop()
	again := time.NewTicker(askEvery)
	defer again.Stop()
	c.ask(generation, invitation.pending())
	for len(invitation.joined) < len(c.workers) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-again.C:
			c.ask(generation, invitation.pending())
		case <-deadline.C:
			c.explain(invitation)
			return invitation.candidates(), invitation.expired(c.joinTimeout)
		case a := <-c.answers:
			if err := invitation.answered(a.machine, a.message); err != nil {
				return nil, err
			}
		}
	}
	return invitation.candidates(), nil
}

// explain finds out why workers have not answered, if certificates are the reason.
func (c *Coordinator) explain(i *invitation) {
	if !c.settings.Security.encrypted() {
		return
	}
	_, client, err := c.settings.Security.configs()
	if err != nil {
		return // the files have changed since
	}
	var asking sync.WaitGroup
	var lock sync.Mutex
	for _, machine := range i.pending() {
		asking.Go(func() {
			address := i.workers[machine-1]
			if why := cmp.Or(whyNoAnswer(address, client), c.endpoint.lastRefusal(address)); why != "" {
				lock.Lock()
				defer lock.Unlock()
				i.reasons[machine] = why
			}
		})
	}
	asking.Wait()
}

// ask asks some machines whether they take part in a generation.
func (c *Coordinator) ask(generation uint64, machines []int) {
	for _, machine := range machines {
		hello := &wire.Hello{Machine: machine, Address: c.endpoint.address, Build: c.identity.Build, Architecture: c.identity.Architecture}
		frame, err := wire.Encode(wire.Header{Session: c.sessionID, Generation: generation}, hello)
		if err == nil { // a few words always can
			c.endpoint.postTo(c.workers[machine-1])(frame)
		}
	}
}
