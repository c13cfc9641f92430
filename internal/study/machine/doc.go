// Package machine measures what the machine gives while something else is measured: CPU time, what others take of it,
// and how much more gets done on more CPU cores.
//
//	bareloop.go  the work that is done on one CPU core and on many
//	cputime_*.go the CPU time of the process
//	load_*.go    what other processes take
package machine
