// Package distributed spreads a network's cores over the machines of several workers,
// on protoactor's remote. The coordinator, machine 0, has the client, the input and the
// readout, and the cores of an output that is too small to spread; every other machine is
// a worker, with cores and their neurons.
//
// # How a network comes to stand
//
//	coordinator  Hello        worker       again and again, until it is there
//	worker       Welcome      coordinator  with a challenge, or a Refusal
//	coordinator  Build        worker       who is who, and what determines the network
//	worker       Built        coordinator  or a Failure
//
// Each worker builds its cores from the spec; only what has been learned before, if a run
// goes on, is sent to it. After that the messages of actors cross as they are:
// once to each machine, whatever the number of cores there that get them. Release ends
// it, and is answered by a Release; a worker is then free for another coordinator.
//
// # Nothing is lost in silence
//
// The library drops what is queued when a connection breaks, without a word. So messages
// from one machine to another are numbered, and acknowledged; a gap, a repetition, and
// silence for longer than the patience end the network with a Lost error on every
// machine. The coordinator may then build it again, as the next generation of the
// session, from a checkpoint; frames of a generation before are dropped.
//
// # Nothing piles up
//
// No more than a window of bytes is on its way from one machine to another; what is more
// waits with the sender. And as the coordinator admits no more than some batches at a
// time, what can wait is bounded too.
package distributed
