// Package actors is what each kind of actor does, as a pure state machine: a step takes
// one message and sends others. It knows nothing of threads, mailboxes or the actor
// library; package actors/system gives the machines those. What a neuron computes is in
// actors/neuron, what the messages hold in messages.
//
//	coordinator.go         admits samples, closes batches, reports
//	input.go               encodes samples into input spikes
//	core.go                what a core takes in; core_batches.go the batches it learns
//	                       from, core_presentations.go what its neurons get and answer,
//	                       core_passes.go what goes through the windows of a cycle
//	neuron.go              what a neuron does on spikes and on error broadcasts
//	readout.go             decodes output spikes, broadcasts errors
//	plan.go                who sends to whom; senders.go who sends to one, stage.go the same
//	                       inside a cycle
//	collector.go           spikes of several senders, until all are there
//	waits.go               who waits for whom, if nothing moves
//
// # Who sends what to whom
//
// A test compares this chart with what a network really sends.
//
//	client       Assignment       coordinator
//	coordinator  Admission        input
//	coordinator  Admission        readout
//	input        Packets          core
//	core         Delivery         neuron
//	neuron       OwnSpikes        core
//	core         Packets          core
//	core         Packets          readout
//	readout      ErrorBroadcasts  core
//	readout      Outcomes         coordinator
//	coordinator  Outcomes         client
//	core         ErrorBroadcasts  neuron
//	neuron       Learned          core
//	core         Learned          coordinator
//	coordinator  TallyRequest     core
//	coordinator  TallyRequest     input
//	core         TallyReport      coordinator
//	input        TallyReport      coordinator
//	coordinator  Finished         client
//
// With the spike transport every spike also travels alone, ahead of the message that
// counts it:
//
//	input        Single           core
//	core         ArrivingSingle   neuron
//	core         ArrivingCount    neuron
//	neuron       OwnSingle        core
//	core         Single           core
//	core         Single           readout
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
// Between two segments of an endless sample it may send a MomentRequest to a core, which asks its
// neurons for their NeuronMoments and answers with a Moment. A core that gets a Moment goes on
// from there, and sends its neurons theirs.
//
// A client's Halt makes the coordinator stop after the batches under way.
//
// # Phases
//
// The coordinator is in one of three phases:
//
//	phase    ends when                                                      then
//	idle     an Assignment comes                                            run
//	run      every sample's outcome is known, every batch is learned from   count
//	count    every core and the input have sent a TallyReport               idle
//
// At a core each batch to learn from goes through three phases. Two batches are under way
// (BatchesUnderWay): one that the neurons present and learn from, and the next.
//
//	phase    ends when                                                      then
//	hold     it is the batch's turn (CoreMachine.mayPresent)                present
//	present  the batch's ErrorBroadcasts come                               learn
//	learn    every neuron that the core has sent them has sent Learned      hold
//
// In the phase hold a core keeps what arrives, and makes the neurons' inputs of it once
// all is there. It is a batch's turn when the one before is learned from. Where the
// neurons of a core share their inputs, and spikes travel in packets, it is its turn
// already when the error broadcasts of the one before are handed on: the core then sends
// its neurons both, and each learns before it takes the next spikes.
//
// A neuron is in one of two phases:
//
//	phase    ends when                                                      then
//	rest     it fires in a sample to learn from                             trace
//	trace    the batch's ErrorBroadcasts come                               rest
//
// Within a batch every envelope goes its own way, so that neurons of different
// populations work at the same time. The one barrier of a batch is at the readout, which
// broadcasts when it has decoded all its samples. What is not learned from passes without
// any barrier.
//
// # Silence
//
// A neuron that no spike reaches in the samples of a Delivery, and that does nothing by itself, gets none, and sends no
// OwnSpikes. One that has fired nothing in a batch gets no ErrorBroadcasts, and sends no Learned: it owes the batch.
// The core writes down how large each batch was and at what rates it was learned (messages.Past), and tells the neuron
// in the next Delivery or StateRequest. The neuron then catches up, step by step as far as steps move its weights
// (neuron.Neuron.CatchUp), so the bits are the same. A neuron with a NeuronState assigned owes nothing.
//
// Two kinds of populations can't owe, and all of their neurons get both messages in each batch: those that are revived
// after silence, which count what arrives, and those with projections that learn delays or no weights. They trace every
// batch. Without learning they too get only what reaches them.
//
// So a neuron to which nothing happens gets no message at all; one that spikes reach but do not make fire gets
// Deliveries.
//
// # Cycles
//
// Where projections form a cycle the cores of its populations take turns. A sample is cut
// into windows no longer than the smallest delay in the cycle, so that what is fired in one arrives
// in later ones. A core takes its turn in a window when everything that can arrive in it is
// here: the whole samples from outside the cycle, the Packets of the window before from the
// cores of the cycle that send to it, and those of the window itself from cores to which a projection
// without delay leads. Empty Packets say that nothing more comes: they are the null
// messages of conservative simulation. The core hands a window out only to neurons that
// something happens to: arrivals, or what they announced in OwnSpikes.Next. After the last
// window it sends the whole sample on to those outside the cycle.
//
// The output may not need all that a cycle fires. So ErrorBroadcasts wait at a core until its
// neurons have answered to the whole batch, and a TallyRequest until they have answered to all that
// was admitted.
//
// An endless sample is presented in segments, one an assignment: the windows go on where the last
// segment ended. Then all populations take turns, also where there is no cycle. A projection that no cycle
// goes through counts as one without delay then, since windows need not be shorter than its delay.
//
// A generator gets no spikes. The input sends its core empty Packets for each envelope, at which its neurons fire.
// Nothing is learned there, so a core may keep its neurons' states, and lend each its own with a Delivery.
// In a window it sums up what arrives at all of them, and wakes only those that may fire.
//
// # Order
//
// Messages from one actor to another keep their order; across senders there is none.
// Results depend on neither: spikes are sorted (messages.CompareSpikes) before they are
// summed, error broadcasts are in the order of the samples, and random numbers are
// functions of (seed, purpose, neuron, sample).
//
// # Memory
//
// Messages are values that nobody changes once they are sent. Four things are used
// again, and messages alone tell their owner when:
//
//	what                    whose    used again when
//	inputs of a Delivery    core     those that got it have answered, or have learned from its batch
//	spikes of an OwnSpikes  neuron   a Delivery says, in Read, that the core has read them
//	a neuron's Learned      neuron   the batch after the next one is learned from
//	states of a CoreStates  client   it asks for the next ones: each neuron writes into its place of the request
//
// That is worth 90 allocations a sample: without the second and the third, allocations_per_sample of
// "bench --dataset mnist" is 90.2 in place of 1.6.
package actors
