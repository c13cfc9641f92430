// Package paper makes the figures of the paper (arXiv 2403.08804) anew, each as a
// picture with its numbers beside it. Spike times, gradients and trainings come
// from the packages that the simulator itself runs on.
//
//	figures.go      the table: number, what it shows, how it is made
//	drawing.go      a picture with its table, and the files they become
//	style.go        colours and lines that figures share
//
// Calculated from one neuron:
//
//	factor.go       1: the factor of the local gradient over the current
//	toy_neuron.go   the neuron of two inputs that 2 and 3 show
//	critical.go     its gradient over a grid of weights, and where it is critical
//	field.go        2: that gradient; field_plot.go and shades.go draw it
//	trace.go        3: its time course at one point; time_course.go and
//	                time_course_plot.go draw it
//
// Trained, as a comparison of variants:
//
//	training.go     what they are trained on: the paper's settings
//	learning.go     4 to 8: loss and accuracy
//	angles.go       9: gradients to those of back-propagation
//	alignment.go    10: output weights to feedback weights
//
// It is no part of internal/figure, which any package draws with and which knows
// nothing of neurons.
package paper
