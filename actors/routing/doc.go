// Package routing turns the spikes that reach a core into the inputs of its
// neurons. Both engines use it: the actor engine inside its core actors, the
// reference engine in its loop.
package routing
