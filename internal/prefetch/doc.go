// Package prefetch asks the CPU for memory that will be touched soon. What the neurons of
// a population remember is more than a cache holds, so that a neuron's first look at what
// it left a batch ago takes as long as hundreds of instructions. Asked for ahead, the
// memory comes while there is something else to do.
//
// Memory that will be written can be asked for, too, where another CPU core may have it.
//
// It never changes a result. Only amd64 CPUs are asked.
package prefetch
