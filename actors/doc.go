// Package actors is the behaviour of every kind of actor as a pure state
// machine: a step takes one message and sends others, and knows nothing of
// threads, mailboxes or the actor library.
//
// # Who sends what to whom
//
// A test compares this chart with what a network really sends.
//
//	client       Assignment    coordinator
//	coordinator  Admission     input
//	coordinator  Admission     readout
//	input        Packets       core
//	core         Delivery      neuron
//	neuron       Fired         core
//	core         Packets       core
//	core         Packets       readout
//	readout      ErrorBroadcasts  core
//	readout      Outcomes      coordinator
//	coordinator  Outcomes      client
//	core         BatchBroadcasts  neuron
//	neuron       Learned       core
//	core         Learned       coordinator
//	coordinator  TallyRequest  core
//	coordinator  TallyRequest  input
//	core         TallyReport   coordinator
//	input        TallyReport   coordinator
//	coordinator  Finished      client
//
// With the spike transport every spike also travels alone, ahead of the
// message that counts it:
//
//	input        Single        core
//	core         Single        neuron
//	neuron       Single        core
//	core         Single        core
//	core         Single        readout
//
// Between assignments the client may look into the neurons, and give them what
// they have learned elsewhere:
//
//	client       StateRequest     core
//	core         StateRequest     neuron
//	neuron       NeuronState      core
//	core         CoreStates       client
//	client       StateAssignment  core
//	core         NeuronState      neuron
//
// A client's Halt makes the coordinator stop after the batches under way.
//
// # Phases
//
// The coordinator is in one of three phases. Within a batch every envelope goes
// its own way, so that neurons of different populations work at the same time.
//
//	phase  ends when                                                      then
//	idle   an Assignment comes                                            run
//	run    every sample's outcome is known, every batch is learned from   count
//	count  every core and the input have sent a TallyReport               idle
//
// When learning, the next batch enters the network while one is under way: its
// spikes are encoded, and wait at the cores until the error broadcasts of the batch before
// have come. A core then sends its neurons both, and a neuron that gets spikes
// too early keeps them until it has learned. Where neurons have inputs of their
// own, or spikes travel alone, the core waits until all have learned.
//
// # Order
//
// Messages from one actor to another keep their order; across senders there is
// none. Results depend on neither: spikes are sorted by (time, source) before
// they are summed, error broadcasts by sample, and random numbers are functions of
// (seed, purpose, neuron, sample).
package actors
