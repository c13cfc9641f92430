// Package messages holds what the actors of a network say to each other: plain data,
// read-only once sent. It imports no other package of this project.
//
// # Of an assignment
//
//	Assignment       client → coordinator          samples to present, and to learn from
//	Halt             client → coordinator          stop after the batches under way
//	Admission        coordinator → input, readout  the samples of an envelope
//	Outcomes         readout → coordinator → client  predictions and losses of an envelope
//	Finished         coordinator → client          the end, with what was counted
//	TallyRequest     coordinator → core, input     asks for what was counted
//	TallyReport      core, input → coordinator     the answer
//
// # Of a batch
//
//	Packets          input, core → core, readout   the spikes of an envelope
//	Single           any of them, and neurons      one spike that travels alone
//	ErrorBroadcasts  readout → core                errors and directional derivatives of an envelope
//	Learned          neuron → core → coordinator   a batch has been learned from
//
// Delivery, Fired and BatchBroadcasts of package actors never leave a core and its
// neurons: they refer to memory that these share.
//
// # Between assignments
//
//	StateRequest     client → core → neuron        asks for what neurons have learned
//	NeuronState      neuron → core, or back        the state of one neuron
//	CoreStates       core → client                 the states of a core's neurons
//	StateAssignment  client → core                 gives neurons what was learned elsewhere
//
// What these consist of: Spike, Envelope, Batch, Rates, ErrorBroadcast, Outcome,
// State, and for the counts Count, Activity and Tally. CompareSpikes is the one order
// of spikes.
package messages
