// Package scaling measures how training gets faster with more CPU cores: strong
// scaling, on one and the same network, and weak scaling, on networks that grow
// with the number of CPU cores.
//
//	study.go    what to measure; carries a study out and writes its files
//	growth.go   the networks of weak scaling
//	measure.go  one point: build, warm up, repeat, profile
//	figures.go  from times to speed-up, efficiency and rates
//	report.go   what is written down
//	csv.go      as a table
//	plot.go     as a picture
package scaling
