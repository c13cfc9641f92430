package neuron

import "sfdfa-actors/actors/neuron/model"

// Probed is a neuron that tells what it would do with other thresholds. Nothing of it changes. The neurons that Build
// makes can be probed.
type Probed interface {
	Neuron
	// AppendPeaks appends for each sample the largest threshold at which the neuron fires in it, or 0 if it never does.
	AppendPeaks(dst []float64, p Presentations) []float64
	// AppendCounts appends for each sample the number of spikes that the neuron fires with a model that may have another
	// threshold and spike cap than its own.
	AppendCounts(dst []int, m model.Model, p Presentations, scratch *Scratch) []int
}

var (
	_ Probed = (*typed[float32])(nil)
	_ Probed = (*typed[float64])(nil)
)

// AppendPeaks implements Probed.
func (n *typed[W]) AppendPeaks(dst []float64, p Presentations) []float64 {
	for i := range p.Inputs {
		dst = append(dst, n.population.kernel.Peak(n.weights, &p.Inputs[i]))
	}
	return dst
}

// AppendCounts implements Probed.
func (n *typed[W]) AppendCounts(dst []int, m model.Model, p Presentations, scratch *Scratch) []int {
	n.integrate(kernelOf[W](m), p, n.weights, scratch)
	for _, ownSpikes := range scratch.ownSpikes {
		dst = append(dst, len(ownSpikes))
	}
	return dst
}
