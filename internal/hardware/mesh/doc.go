// Package mesh charges what a network sends and does to the cores and links of
// simulated neuromorphic hardware: a 2-D mesh of cores with the host at one corner.
//
// Nothing is counted message by message. An engine tells how active each neuron was
// (traffic.Activity); where its spikes go, over which links and to how many synapses, does not
// change while a network learns, and so every figure is a sum of activities
// times constants. That is why counting costs next to nothing, and why engine,
// transport, coalescing and number of CPU cores can't show in the figures.
//
// docs/TRAFFIC.md defines every figure.
package mesh
