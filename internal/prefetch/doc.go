// Package prefetch asks the CPU for memory that will be needed soon. The neurons of a
// population remember more than fits into a cache: a neuron that reads what it left a batch
// ago would wait as long as hundreds of instructions take. Asked for ahead, the memory
// arrives while the CPU does something else.
//
// Memory that will be written can be asked for, too, where another CPU core may have it.
//
// It never changes a result. Only amd64 CPUs are asked.
package prefetch
