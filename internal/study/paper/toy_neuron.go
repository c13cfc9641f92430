package paper

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// ToyNeuron is the neuron of Figs. 2 and 3: two inputs, which send four spikes. The paper
// does not give its numbers; these have spikes apart by a synaptic time constant, and
// weights up to where one input spike alone makes the neuron fire.
type ToyNeuron struct {
	TauSyn    float64      // τs, s
	Threshold float64      // ϑ
	Duration  float64      // end of the sample, s
	Spikes    [2][]float64 // spike times of the two inputs, s
	Low, High float64      // weights w1 and w2 of the grid
	Grid      int          // of them, in each direction
	// Critical is how many times longer the exact gradient has to be than the
	// median of its neighbours' on the grid, for a critical point.
	Critical float64
}

func newToyNeuron() ToyNeuron {
	return ToyNeuron{
		TauSyn: 0.01, Threshold: 0.02, Duration: 0.1,
		Spikes: [2][]float64{{0.01, 0.03}, {0.02, 0.04}},
		Low:    0, High: 4, Grid: 31, Critical: 5,
	}
}

// Bounds of what is allowed.
const (
	leastGrid, mostGrid = 3, 500
	mostWeight          = 1e6
	mostToySpikes       = 1000 // of the neuron, in one sample
)

// builtNeuron is a toy neuron with its model and input.
type builtNeuron struct {
	*ToyNeuron
	model *lif.Model
	train model.SpikeTrain
	input model.Input
}

func (t *ToyNeuron) neuron() (*builtNeuron, error) {
	m, err := lif.NewModel(model.Parameters{TauSyn: t.TauSyn, Threshold: t.Threshold, Duration: t.Duration, SpikeCap: mostToySpikes})
	if err != nil {
		return nil, settings.Errorf("%w", err)
	}
	switch {
	case t.Grid < leastGrid || t.Grid > mostGrid:
		return nil, settings.Errorf("grid is %d, allowed: from %d to %d", t.Grid, leastGrid, mostGrid)
	case !(t.Low < t.High && t.Low >= -mostWeight && t.High <= mostWeight):
		return nil, settings.Errorf("weights is %v to %v, allowed: LOW,HIGH in ascending order, from %g to %g", t.Low, t.High, -mostWeight, mostWeight)
	case !(t.Critical > 1) || math.IsInf(t.Critical, 0):
		return nil, settings.Errorf("critical is %v, allowed: above 1", t.Critical)
	}
	n := &builtNeuron{ToyNeuron: t, model: m}
	var spikes []messages.Spike
	for input, times := range t.Spikes {
		for _, time := range times {
			if !(time >= 0 && time <= t.Duration) {
				return nil, settings.Errorf("spikes-%d has %v s, allowed: from 0 to the duration (%v s)", input+1, time, t.Duration)
			}
			spikes = append(spikes, messages.Spike{Time: time, Source: int32(input)})
		}
	}
	slices.SortFunc(spikes, func(x, y messages.Spike) int {
		return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Source, y.Source))
	})
	n.train.Load(m, spikes)
	n.input = model.Whole(&n.train)
	return n, nil
}

// weight is that of a place on the grid's axes.
func (t *ToyNeuron) weight(place int) float64 {
	return t.Low + (t.High-t.Low)*float64(place)/float64(t.Grid-1)
}

// weights is a point of the plane, (w1, w2).
type weights [2]float64

// String writes the point as figures name it.
func (w weights) String() string { return fmt.Sprintf("(%.4g, %.4g)", w[0], w[1]) }

// fire is what the neuron fires.
func (n *builtNeuron) fire(w weights) []model.OwnSpike {
	return lif.Integrate(n.model, w[:], &n.input, nil)
}

// gradient is the eligibility, Σ_k dT^k/dw of the own spikes, in seconds.
func (n *builtNeuron) gradient(g learning.Gradient, ownSpikes []model.OwnSpike) (sum weights) {
	n.model.Accumulate(learning.Fused, g, &n.input, ownSpikes, 1, sum[:], nil)
	return sum
}

// norm is the length of a gradient.
func (w weights) norm() float64 { return math.Hypot(w[0], w[1]) }

// title says what neuron it is.
func (t *ToyNeuron) title() string {
	return fmt.Sprintf("τs = %g ms, ϑ = %g, input spikes at %s ms (w1) and %s ms (w2)",
		1e3*t.TauSyn, t.Threshold, milliseconds(t.Spikes[0]), milliseconds(t.Spikes[1]))
}

func milliseconds(seconds []float64) (list string) {
	for i, s := range seconds {
		if i > 0 {
			list += ", "
		}
		list += fmt.Sprintf("%.4g", 1e3*s)
	}
	return list
}
