// Package comparison trains one task in several variants, such as learning rules,
// with the same data and the same seeds for each, and sets the results side by
// side.
//
//	study.go   what to compare; carries it out, run by run
//	resume.go  goes on with a study that was cut short
//	collect.go sets runs that are there already side by side
//	report.go  what is written down: means, deviations, curves
//	csv.go     as a table of all epochs
//	curve.go   one metric over the epochs
//	plot.go    as learning curves
package comparison
