package system

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/asynkron/protoactor-go/actor"
	cmap "github.com/orcaman/concurrent-map"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

var _ network.Engine = (*Engine)(nil)

// Engine is a network of actors.
type Engine struct {
	system    *actor.ActorSystem
	workers   int // that run actors at a time
	scheduler scheduler
	plan      *actors.Plan
	partition Partition
	directory *directory
	client    *clientQueue
	awaited   []actors.Address // who is to answer the client, between runs
	outbox    actors.Outbox    // of all machines: the directory
	shells    shells
	freeLists []routing.FreeList      // of the inputs of each population
	profile   atomic.Pointer[profile] // that is being taken, or nil

	failed  atomic.Bool
	once    sync.Once
	failure error
	broken  chan struct{} // closed with the first failure
	closing atomic.Bool
}

// New builds the network's actors.
func New(net *network.Network, setup network.Setup, transport actors.Transport) (*Engine, error) {
	return NewPartition(net, setup, transport, wholeNetwork)
}

// NewPartition builds the actors of a partition of the network. Without Control the
// parts of the data set are not needed, and the engine has no client: it is driven
// by Deliver.
func NewPartition(net *network.Network, setup network.Setup, transport actors.Transport, partition Partition) (*Engine, error) {
	e, err := assemble(net, setup, transport, partition)
	if err != nil {
		return nil, err
	}
	if err := e.build(); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// assemble builds all actors of the partition but the cores with their neurons.
func assemble(net *network.Network, setup network.Setup, transport actors.Transport, partition Partition) (*Engine, error) {
	plan, err := actors.NewPlan(net, setup, transport)
	if err != nil {
		return nil, err
	}
	workers := min(setup.Workers(), mostWorkers)
	e := &Engine{
		system:    NewActorSystem(),
		scheduler: newScheduler(setup.Scheduler, workers, partition.Elsewhere == nil),
		workers:   workers,
		plan:      plan,
		partition: partition,
		client:    newClientQueue(),
		freeLists: make([]routing.FreeList, len(net.Populations)),
		broken:    make(chan struct{}),
	}
	e.system.EventStream.Subscribe(e.watchDeadLetters)
	e.directory = &directory{
		root:    e.system.Root,
		client:  e.client,
		cores:   make([]*actor.PID, len(net.Cores)),
		neurons: make([][]*actor.PID, len(net.Cores)),
		shells:  &e.shells,

		elsewhere:  partition.Elsewhere,
		clientHere: partition.Control,
	}
	e.outbox = e.directory
	e.shells = shells{cores: make([]*coreShell, len(net.Cores)), neurons: make([][]shell, len(net.Cores))}
	if partition.Control {
		e.directory.coordinator = e.spawn(actors.Address{Role: actors.Coordinator}, actors.NewCoordinator(plan))
		e.directory.input = e.spawn(actors.Address{Role: actors.Input}, actors.NewInput(plan))
		e.directory.readout = e.spawn(actors.Address{Role: actors.Readout}, actors.NewReadout(plan))
	}
	return e, nil
}

// leaveOneShard gives each of the 1024 maps of an actor system's registry one shard and not 32. So many locks are enough,
// and all 32768 would take 3 MB and some milliseconds of every network. The registry is all that has maps of this kind.
var leaveOneShard = sync.OnceFunc(func() { cmap.SHARD_COUNT = 1 })

// NewActorSystem returns an actor system of the library that logs nothing: the engine's
// errors say what there is to say.
func NewActorSystem() *actor.ActorSystem {
	leaveOneShard()
	return actor.NewActorSystem(
		actor.WithLoggerFactory(func(*actor.ActorSystem) *slog.Logger { return slog.New(slog.DiscardHandler) }),
		actor.WithDeadLetterRequestLogging(false),
	)
}

// LargeCore is the largest number of neurons whose part of a core's spikes fits into a CPU
// core's cache. Larger cores hand out spikes one after the other.
const LargeCore = 1024

// build starts the cores, which build their neurons, and waits for them.
func (e *Engine) build() error {
	building := 0
	for i, core := range e.plan.Network.Cores {
		if !e.partition.Cores(core) {
			continue
		}
		building++
		shell := &coreShell{core: core}
		shell.init(e, actors.Address{Role: actors.Core, Core: core.ID}, nil)
		if core.Count > LargeCore {
			shell.mailbox.affinity = largeCore
		}
		shell.mailbox.shards = e.newShards(core)
		e.shells.cores[i] = shell
		e.directory.cores[i] = e.system.Root.Spawn(e.rootProps(shell, &shell.mailbox))
	}
	for range building {
		if _, err := next[coreBuilt](e); err != nil {
			return err
		}
	}
	return nil
}

// newShards returns the shards of a core's mailbox. Spikes that travel alone don't tell which neuron has
// sent them, and have to keep their order with what does.
func (e *Engine) newShards(core topology.Core) *shards {
	if e.plan.Transport == actors.SpikeTransport {
		return nil
	}
	return newShards(core.Count, e.workers)
}

func (e *Engine) spawn(address actors.Address, machine actors.Machine) *actor.PID {
	s := &shell{}
	s.init(e, address, machine)
	e.shells.others = append(e.shells.others, s)
	return e.system.Root.Spawn(e.rootProps(s, &s.mailbox))
}

// props are those of actors with a parent; each actor is produced before its mailbox.
func (e *Engine) props(producer actor.Producer, mailbox actor.MailboxProducer) *actor.Props {
	return actor.PropsFromProducer(producer, actor.WithMailbox(mailbox), actor.WithSupervisor(failFast{e}))
}

// rootProps are those of an actor without a parent, which needs a guardian to
// report its failures to.
func (e *Engine) rootProps(a actor.Actor, m *mailbox) *actor.Props {
	producer, mailbox := func() actor.Actor { return a }, func() actor.Mailbox { return m }
	return e.props(producer, mailbox).Configure(actor.WithGuardian(failFast{e}))
}

// Run implements network.Engine. Outcomes come envelope by envelope, as they
// become known.
func (e *Engine) Run(ctx context.Context, a *messages.Assignment, observe func([]messages.Outcome)) (*messages.Finished, error) {
	coordinator := actors.Address{Role: actors.Coordinator}
	before := e.scheduler.delivered()
	e.directory.Send(coordinator, a)
	stop := context.AfterFunc(ctx, func() { e.directory.Send(coordinator, &messages.Halt{}) })
	defer stop()
	for {
		message, err := e.receive()
		if err != nil {
			return nil, err
		}
		switch message := message.(type) {
		case *messages.Outcomes:
			observe(message.Outcomes)
		case *messages.Finished:
			message.Tally.Envelopes = e.scheduler.delivered() - before
			return message, nil
		default:
			return nil, fmt.Errorf("actors: the client got an unexpected %T during a run", message)
		}
	}
}

// States implements network.Engine.
func (e *Engine) States(population int, visit func([]messages.State) error) error {
	var replies []messages.NeuronState
	var states []messages.State
	for _, core := range topology.OfPopulation(e.plan.Network.Cores, population) {
		for part := range e.plan.Network.Topology.Parts(core, network.SynapsesAtOnce) {
			var err error
			into := neuron.Resized(replies, part.Count)
			if replies, err = e.ask(core, &messages.StateRequest{First: part.First, Count: part.Count, Into: into}); err != nil {
				return err
			}
			states = neuron.Resized(states, len(replies))
			for i := range replies {
				states[i] = replies[i].State
			}
			if err := visit(states); err != nil {
				return err
			}
		}
	}
	return nil
}

// Digest implements network.Engine.
func (e *Engine) Digest() (messages.Digest, error) {
	var digests []messages.Digest
	for _, core := range e.plan.Network.Cores {
		replies, err := e.ask(core, &messages.StateRequest{Count: core.Count, DigestOnly: true})
		if err != nil {
			return messages.Digest{}, err
		}
		for i := range replies {
			digests = append(digests, replies[i].Digest)
		}
	}
	return neuron.Combine(digests), nil
}

// SetStates gives neurons of a core, from the first one on, what they have learned
// elsewhere, between runs. States that don't fit end the next run.
func (e *Engine) SetStates(core topology.Core, first int, states []messages.State) {
	e.directory.Send(actors.Address{Role: actors.Core, Core: core.ID}, &messages.StateAssignment{First: first, States: states})
}

// Moment returns a core in the middle of an endless sample, between two segments.
func (e *Engine) Moment(core topology.Core) (*messages.Moment, error) {
	e.directory.Send(actors.Address{Role: actors.Core, Core: core.ID}, &messages.MomentRequest{})
	return next[*messages.Moment](e)
}

// SetMoment has a core go on from a moment, before the first segment. One that does not fit ends the next run.
func (e *Engine) SetMoment(core topology.Core, moment *messages.Moment) {
	e.directory.Send(actors.Address{Role: actors.Core, Core: core.ID}, moment)
}

// ask requests the states of neurons of one core.
func (e *Engine) ask(core topology.Core, request *messages.StateRequest) ([]messages.NeuronState, error) {
	to := actors.Address{Role: actors.Core, Core: core.ID}
	e.awaited = []actors.Address{to}
	defer func() { e.awaited = nil }()
	e.directory.Send(to, request)
	reply, err := next[*messages.CoreStates](e)
	if err != nil {
		return nil, err
	}
	return reply.States, nil
}

// receive waits for the next message to the client, or for the run's failure. It
// does not wait for what can't come any more.
func (e *Engine) receive() (any, error) {
	for {
		select {
		case <-e.broken:
			return nil, e.failure
		default:
		}
		if message, ok := e.client.pop(); ok {
			return message, nil
		}
		var changed <-chan struct{}
		if detector := e.partition.Termination; detector != nil {
			if detector.Terminated(e.Idle) {
				e.stalled()
				continue
			}
			changed = detector.Changed()
		}
		select {
		case <-e.client.arrived:
		case <-e.scheduler.becameIdle():
		case <-changed:
		case <-e.broken:
		}
	}
}

// next waits for the next message to the client, which has to be a T.
func next[T any](e *Engine) (T, error) {
	message, err := e.receive()
	if err != nil {
		return *new(T), err
	}
	expected, ok := message.(T)
	if !ok {
		return *new(T), fmt.Errorf("actors: the client got a %T instead of a %T", message, expected)
	}
	return expected, nil
}

// Idle reports whether this process's actors are idle and have sent its client nothing
// that it has not taken: if the client waits, nothing will happen here until a message comes
// from elsewhere. A failed network is not idle, it ends.
func (e *Engine) Idle() bool {
	// The scheduler first: whoever has failed, or filled the client's queue, is idle too.
	return e.scheduler.idle() && !e.failed.Load() && e.client.empty()
}

// Fail ends the run with an error from outside.
func (e *Engine) Fail(err error) { e.fail(err) }

// Broken is closed when the run has failed; Err then says why.
func (e *Engine) Broken() <-chan struct{} { return e.broken }

// Err is why the run has failed, or nil.
func (e *Engine) Err() error {
	select {
	case <-e.broken:
		return e.failure
	default:
		return nil
	}
}

// fail ends the run with its first error.
func (e *Engine) fail(err error) {
	e.once.Do(func() {
		e.failure = err
		e.failed.Store(true)
		for i := range e.freeLists {
			e.freeLists[i].Abandon()
		}
		close(e.broken)
	})
}

// Close stops all actors and waits until they are gone.
func (e *Engine) Close() error {
	if e.closing.Swap(true) {
		return nil
	}
	actors := append([]*actor.PID{e.directory.coordinator, e.directory.input, e.directory.readout}, e.directory.cores...)
	var stopped []*actor.Future
	for _, pid := range actors {
		if pid != nil {
			stopped = append(stopped, e.system.Root.StopFuture(pid))
		}
	}
	var failures []error
	for _, future := range stopped {
		failures = append(failures, future.Wait())
	}
	e.scheduler.close()
	e.system.Shutdown()
	return errors.Join(failures...)
}
