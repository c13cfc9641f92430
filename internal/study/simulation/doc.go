// Package simulation lets networks run freely: without samples, labels or learning, for a
// time. It presents one endless sample in segments, records the spikes, and sums up what
// people look at.
package simulation
