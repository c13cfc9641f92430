package messages

// Delivery is what reaches the neurons of a core in consecutive samples of one
// batch. The neurons that something happens to in the samples get the same one, the others none. A batch that had to wait at
// the core for its turn comes in one delivery if all of it was there; otherwise
// each envelope comes in one of its own.
type Delivery struct {
	Number uint64 // of the core's deliveries since the engine's start
	// Read is the number of deliveries, the first ones, whose answers the core has
	// read: a neuron may use the memory of those again.
	Read  uint64
	Batch Batch
	Past  Past   // before the batch
	First uint64 // presentation number of its first sample
	Count int    // number of its samples
	// Window is the part of the samples that it brings, or nil if it brings them whole.
	Window *Window
	// Arrivals are the samples' spikes in the form that the neuron model reads, a
	// *routing.Inputs. Neurons share them and only read. It is nil if the spikes
	// travel as ArrivingSingles.
	Arrivals any
}

// Window is a part of a sample: what happens from the end of the one before it until its own.
type Window struct {
	Until float64 // where it ends, seconds; +Inf for the last one
	Last  bool    // of the sample
}

// ArrivingSingle is one spike that travels alone from a core to one of the neurons
// that it reaches. Its Sample is the position in the delivery. Neurons of a dense core, at which it arrives alike, share
// it. The core uses its memory again once all neurons have answered the delivery.
type ArrivingSingle struct {
	Delivery uint64 // its number
	Synapse  int32  // where it arrives: an index into the neuron's weights
	Spike    Spike
}

// ArrivingCount ends a delivery whose spikes travel alone.
type ArrivingCount struct {
	Delivery *Delivery // without Arrivals
	Count    int       // ArrivingSingles of it to this neuron
}

// OwnSpikes are what a neuron fired in the samples of a delivery: its answer to the
// core.
type OwnSpikes struct {
	Delivery uint64 // its number
	Neuron   int32  // in its core
	// Next is when the neuron may have something to do by itself in one of the samples, if
	// nothing more arrives: a time in seconds that is not too late, +Inf if never. It says nothing
	// about whole samples.
	Next  float32
	Alone bool  // the spikes travel as OwnSingles; here they only count
	Late  int32 // arrivals that the neuron's own delays bring later than the end of the sample
	// Spikes are ordered by sample and time; Sample is the position in the delivery.
	// The neuron uses their memory again once a Delivery says that they were read.
	Spikes []Spike
}

// OwnSingle is one spike that travels alone from the neuron that fired it to its
// core. Its Sample is the position in the delivery. The neuron uses its memory again as that of OwnSpikes.
type OwnSingle struct {
	Delivery uint64 // its number
	Spike    Spike
}
