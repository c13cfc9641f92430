// Package runs is a run from its configuration to its record: it resolves
// the settings, opens the data set, builds the network on an engine, trains and
// tests it epoch by epoch and writes down what happened.
package runs
