// Package messages holds what the actors of a network say to each other: plain values,
// which nobody changes once they are sent. It imports nothing of this project. Who sends
// what to whom, and when, is in package actors.
//
// What travels:
//
//	Assignment, Halt               the client asks for samples to be presented, or for an early end
//	Admission                      the samples of an envelope may enter the network
//	Packets, Single                spikes on their way to cores and readout: together, or one by one
//	Delivery                       what reaches the neurons of a core
//	ArrivingSingle, ArrivingCount  the same one by one
//	OwnSpikes, OwnSingle           what a neuron fired
//	ErrorBroadcasts                errors and directional derivatives of a batch
//	Learned                        a neuron, or a core, has learned from a batch
//	Outcomes, Finished             what the network made of the samples; the end of an assignment
//	TallyRequest, TallyReport      what a core, or the input, has counted
//	StateRequest, NeuronState      what a neuron has learned
//	CoreStates, StateAssignment    the same of several neurons
//	MomentRequest, NeuronMoment    what a neuron keeps in the middle of an endless sample
//	Moment                         the same of a core and its neurons
//
// What they are made of:
//
//	Spike                          a graded spike; CompareSpikes is the one order of spikes
//	GradeFormat                    the form of a grade
//	Batch, Envelope, Rates         which samples belong together
//	Past, Stretch                  batches that were learned from
//	Window, Segment                a part of a sample, and of an endless one
//	ErrorBroadcast, Outcome        of one sample
//	Count, Tally, Activity         what is counted
//	State, Digest                  of one neuron
package messages
