// Package runs carries out a run from its settings to its record: it opens the data set,
// builds the network on an engine, trains and tests it epoch by epoch, and writes down what
// happened.
package runs
