// Package actors runs a network in which every neuron is a protoactor actor.
// It is the only package that knows the actor library: the behaviour of each
// kind of actor is a machine of package protocol, and a thin shell gives it a
// mailbox.
//
// # Who sends what to whom
//
//	client       Assignment, Halt      -> coordinator
//	coordinator  Admission             -> input, readout
//	input        Packets               -> cores of the first hidden population
//	core         Delivery              -> its neurons
//	neuron       Fired                 -> its core
//	core         Packets               -> cores of the next population, or the readout
//	readout      Lesson                -> every core, and from there every neuron
//	readout      Outcomes              -> coordinator, and from there the client
//	neuron       Learned               -> its core, and from there the coordinator
//	coordinator  TallyRequest          -> cores, input; they answer with Tally
//	coordinator  Finished              -> client
//	client       StateRequest          -> core, and from there its neurons
//	neuron       NeuronState           -> its core, which answers with CoreStates
//
// With the spike transport, spikes travel as Singles on the way from the input
// or a neuron to every neuron that they reach, ahead of the message that counts
// them.
//
// # Phases
//
// The coordinator is in one of four phases. A batch is cut into envelopes, each
// of which goes its own way; phases are those of the batch.
//
//	phase     ends when                                         then
//	idle      an Assignment comes                               present
//	present   the outcome of every admitted sample is known     learn, or present without Learn
//	learn     every core has learned                            present, or count after the last batch
//	count     every core and the input have sent their Tally    idle
//
// # Order
//
// Messages from one actor to another keep their order; across senders there is
// none. Results don't depend on it: spikes are sorted by (time, source) before
// they are summed, lessons by sample, and random numbers are functions of
// (seed, purpose, neuron, sample).
package actors
