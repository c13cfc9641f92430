// Package traffic is the account of what a network sends and does on simulated hardware,
// by purpose. Package mesh fills it in from the activity of the neurons, which the engines
// count. What engines count as they run (messages, synaptic events) is in package messages.
package traffic
