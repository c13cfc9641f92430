// Package system runs a network in which every neuron is a protoactor actor.
// It is the only package that knows the actor library: the behaviour of each
// kind of actor is a machine of actors, whose doc.go says who sends
// what to whom and in which phases, and a thin shell gives it a mailbox.
//
//	engine.go       builds the actors and is the client of the network
//	shell.go        gives a machine a mailbox; cores build their neurons
//	directory.go    finds the process of an address
//	mailbox.go      a mailbox for many actors with few messages
//	trays.go        what a core's mailbox keeps apart
//	pool.go         a fixed number of goroutines that run the mailboxes
//	queues.go       the mailboxes that wait to be run, and whose turn is next
//	ring.go         one queue of them
//	profile.go      what the workers spend their time on
//	supervision.go  what happens when something fails: the run ends
package system
