// Package distributed spreads a network's cores over the machines of several workers,
// on protoactor's remote. The coordinator, machine 0, has the client, the input and the
// readout, and the cores of an output that is too small to spread; every other machine is
// a worker, with cores and their neurons.
//
// # Building a network
//
//	coordinator  Hello        worker       again and again, until it is there
//	worker       Welcome      coordinator  with a challenge, or a Refusal
//	coordinator  Build        worker       who is who, and what determines the network, with a proof
//	worker       Built        coordinator  with a proof, or a Failure
//
// Each worker builds its cores from the spec; only what has been learned before, if a run
// goes on, is sent to it. After that the messages of actors cross as they are: once to
// each machine, whatever the number of cores there that get them. Release ends the
// session, and is answered by a Release; a worker is then free for another coordinator.
//
// # Phases of a worker
//
// A worker works for one coordinator at a time. A test compares this table with
// workerMachine. What the table leaves out is not answered and changes nothing.
//
//	phase       event                         answer   then
//	idle        Hello                         Welcome  challenged
//	idle        Hello of the next generation  Welcome  challenged
//	idle        Hello of another build        Refusal  idle
//	challenged  Hello                         Welcome  challenged
//	challenged  Hello of the next generation  Welcome  challenged
//	challenged  Hello of another build        Refusal  challenged
//	challenged  Build                         none     working
//	challenged  Build without the token       Failure  idle
//	working     Hello                         Refusal  working
//	working     Hello of the next generation  Refusal  ending
//	working     Hello of another build        Refusal  working
//	working     end of the network            none     ending
//	ending      Hello                         Refusal  ending
//	ending      Hello of the next generation  Refusal  ending
//	ending      Hello of another build        Refusal  ending
//	ending      its actors have stopped       none     idle
//
// The network ends with a Release, an error, or the loss of a machine. A worker that
// several coordinators have challenged is challenged instead of idle after it, until each
// challenge is answered.
//
// # No message is lost unnoticed
//
// The library drops what is queued when a connection breaks, and reports nothing. So
// messages from one machine to another are numbered and acknowledged. A gap, a repetition,
// or silence for longer than the patience ends the network with a Lost error on every
// machine. The coordinator may then build it again, as the next generation of the session,
// from a checkpoint. Frames of an earlier generation are dropped.
//
// # Queues are bounded
//
// At most a window of bytes is on its way from one machine to another; the rest waits with
// the sender. And as the coordinator admits a few batches at a time only, what can wait is
// bounded too.
package distributed
