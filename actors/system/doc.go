// Package system runs a network in which every neuron is an actor of the library
// protoactor-go. What each kind of actor does is a machine of package actors; a
// shell gives that machine a mailbox. Only this package and internal/distributed
// know the library.
//
// # What binds machines to the library
//
//	engine.go        builds the actors and is the client of the network
//	partition.go     says which of the actors live in this process
//	shell.go         the library's actor around a machine; cores spawn their neurons
//	directory.go     finds the process of an address
//	client_queue.go  the messages to the client
//	supervision.go   ends the run when an actor fails or a message is lost
//
// # What takes the place of the library's mailboxes and dispatcher
//
//	mailbox.go       a small mailbox: there are as many as neurons
//	shards.go        the parts of a core's mailbox, for what its neurons send
//	scheduler.go     what runs mailboxes: one of the two that follow
//	pool.go          a fixed number of workers, goroutines that run mailboxes
//	queues.go        the mailboxes that wait for a worker
//	ring.go          one queue of them
//	goroutines.go    a goroutine for each actor
//	profile.go       what the workers spend their time on
//
// # Scheduling
//
// With the pool a mailbox that has messages waits in one queue until a worker runs it:
//
//	queue    who waits there                           when its turn comes
//	others   coordinator, input, readout, cores        after every 64 neurons, or when the worker
//	                                                   has no neuron of its own
//	fan-out  cores of more than LargeCore neurons,     when others is empty and fewer than 64
//	         with a message for all their neurons      neurons wait
//	neurons  neurons, a queue a worker                 else: first the worker's own, then those
//	                                                   of the longest queue
//
// A worker takes up to 16 neurons at a time while many wait, and one by one
// towards the end. Without work one worker spins, for about 1 ms, and all others
// sleep.
//
// With goroutines every actor has one of its own, from its first message to its end. It waits
// until its mailbox has messages, and handles them. Go's scheduler decides whose turn it is; all
// that is asked of it is to let others go before cores, so that these take many answers at a time.
//
// # Shared memory
//
// Messages are never changed once they are sent, but for what a neuron answers,
// which it uses again once its core has read it (see package actors). Here only
// the scheduler shares memory: a mailbox and each of its shards has a lock, the
// queues have the pool's. Affinity keeps a neuron on one CPU core, and the
// packages prefetch and sync only decide when memory is fetched or reused. None of
// it changes a result.
package system
