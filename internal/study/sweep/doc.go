// Package sweep trains one task with many combinations of settings, each with the same seeds, and says which are best:
// the most accurate, and those that no other beats in accuracy and energy, packets or spikes at once.
//
//	definition.go  what users write: flags, and a YAML file
//	axis.go        the values of one setting: lists
//	span.go        and ranges
//	points.go      combinations of them: a grid, or drawn at random
//	prepare.go     the rest of what is checked before anything runs
//	study.go       carries it out, several runs at a time
//	resume.go      goes on with a sweep that was cut short
//	report.go      what is written down
//	result.go      what a run, and a point, came to
//	pareto.go      the Pareto fronts
//	csv.go         as a table of all runs
//	levels.go      the values of a setting as places in a picture
//	plot.go        heat map, or the accuracy over one setting
//	coordinates.go parallel coordinates
//	front_plot.go  the Pareto fronts
package sweep
