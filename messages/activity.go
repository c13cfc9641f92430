package messages

// Activity is how active a neuron was in a run of samples.
type Activity struct {
	Spikes  int64  // fired
	Samples uint32 // in which it fired
	Batches uint32 // to learn from, in which it fired
	Capped  uint32 // samples in which it fired as often as its spike cap allows
}

// Activities are those of all neurons: by population, the input is 0, and neuron.
type Activities [][]Activity

// NewActivities returns the activities of populations of some sizes in which no
// neuron has fired.
func NewActivities(sizes []int) Activities {
	a := make(Activities, len(sizes))
	for population, size := range sizes {
		a[population] = make([]Activity, size)
	}
	return a
}

// Add adds the activities of other samples, in other batches, of the same network.
func (a Activities) Add(other Activities) {
	for population, neurons := range other {
		sum := a[population]
		for i, n := range neurons {
			sum[i].Spikes += n.Spikes
			sum[i].Samples += n.Samples
			sum[i].Batches += n.Batches
			sum[i].Capped += n.Capped
		}
	}
}

// Reset makes all neurons silent.
func (a Activities) Reset() {
	for _, neurons := range a {
		clear(neurons)
	}
}

// CountSpikes returns the number of spikes of some neurons.
func CountSpikes(neurons []Activity) (spikes int64) {
	for i := range neurons {
		spikes += neurons[i].Spikes
	}
	return spikes
}

// CountCapped returns the number of pairs of a neuron and a sample in which the neuron reached its spike cap.
func CountCapped(neurons []Activity) (pairs int64) {
	for i := range neurons {
		pairs += int64(neurons[i].Capped)
	}
	return pairs
}

// CountSilent returns the number of neurons that have not fired.
func CountSilent(neurons []Activity) (silent int64) {
	for i := range neurons {
		if neurons[i].Spikes == 0 {
			silent++
		}
	}
	return silent
}
