// Package mesh charges what a network sends and does to the cores and links of
// simulated neuromorphic hardware: a 2-D mesh of cores with the host at one corner.
//
// Nothing is counted message by message. An engine counts how active each neuron was
// (messages.Activity). Where a neuron's spikes go, over which links and to how many
// synapses, does not change while a network learns. So every figure is a sum of
// activities times constants: counting costs next to nothing, and engine, transport,
// coalescing and number of CPU cores can't show in the figures.
//
// docs/TRAFFIC.md defines every figure.
package mesh
