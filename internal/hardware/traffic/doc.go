// Package traffic is the account of what a network sends and does on simulated hardware,
// by purpose. Package internal/hardware/mesh fills it in from the activity of neurons that
// the engines count. What engines count themselves stands in package messages.
package traffic
