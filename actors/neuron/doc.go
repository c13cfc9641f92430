// Package neuron is one neuron with everything that is its own: weights,
// optimiser moments, feedback weights, random streams and the memory of the
// batch it is in.
//
// # Receives
//
//	Present   the input of one sample: integrate, fire, remember what learning needs
//	Learn     the broadcasts of a batch: move the feedback weights, then take one
//	          optimiser step against the gradient of the batch
//
// # Sends
//
//	graded spikes, in order of time
//
// When it fires, and how its spike times depend on weights and arrivals, is the model's
// business: a row of Models, described in its own package.
//
// A neuron knows nothing of actors: the actor engine gives every neuron a
// mailbox, the reference engine calls the same methods in a plain loop. What only
// back-propagation in the latter asks of it is in backward.go.
package neuron
