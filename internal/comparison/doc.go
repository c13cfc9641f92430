// Package comparison trains one task under several learning rules, with the same
// data and the same seeds for each, and sets the results side by side.
//
//	study.go   what to compare; carries it out, run by run
//	report.go  what is written down: means, deviations, curves
//	csv.go     as a table of all epochs
//	plot.go    as learning curves
package comparison
