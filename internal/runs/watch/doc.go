// Package watch is where a run meets those who look at it while it goes on.
//
// A run calls a Watch at the border of a batch, where nothing is in flight: there the watch counts what was sent, asks
// neurons, and carries out what people want (pause, save, stop). As long as nobody looks it does nothing. What it sees
// it puts into a Feed of a fixed size, which keeps nobody waiting: who reads too slowly misses events.
//
//	feed.go       events, and those who read them
//	watch.go      what a run calls
//	control.go    what people want of a run, and ask it
//	look.go       what is seen at a border: wire, mesh, energy, angles
//	raster.go     the spikes of the last sample
//	neuron.go     one neuron with the last sample
//	process.go    where the time of the process goes, mailboxes, memory
//	verdict.go    what binds
//
// Nothing of it changes a bit of the results: where an assignment is cut changes none, and what it reads it leaves.
package watch
