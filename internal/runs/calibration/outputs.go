package calibration

import (
	"fmt"
	"math"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
)

// What outputs are chosen for.
const (
	excited      = 2   // standard deviations
	largestMean  = 0.5 // of output weights
	highestMean  = 1   // of output weights, where their neurons have to fire for their own class
	higher       = 1.5
	ownShare     = 0.8 // of the samples of their class that they have to fire for
	outputSteps  = 20
	mostOutputs  = 64
	smallestPeak = 1e-4 // of the largest one

	shapedMean      = 0.3 // of output weights, beside their size
	thresholdsAStep = 35  // that a learning step adds to what excites an output neuron
	mostGrowth      = 2   // of what hidden neurons fire
)

// outputs chooses the interval of initial weights and the threshold of output neurons.
func (s *search) outputs() error {
	net, err := s.network(s.config)
	if err != nil {
		return err
	}
	s.arrive(net, net.Topology.Output())
	chosen := s.excitedOutputs
	switch {
	case len(s.config.OutputWeights) > 0:
		chosen = s.outputThreshold
	case s.config.Calibrate == settings.CalibrateShape:
		chosen = s.shapedOutputs
	}
	fired, err := chosen()
	if err != nil {
		return err
	}
	s.report.Populations = append(s.report.Populations, described(s.config.OutputThreshold, fired))
	return nil
}

// excitedOutputs has output weights of usual size, with a mean.
//
// The sum of a neuron's active weights differs from neuron to neuron by sd = √(active/3). An output neuron with a negative
// sum can't fire, and without a spike learns nothing: the mean of the sums is excited times that. Projected errors make
// hidden neurons fire more until a silent output neuron does, too. Back-propagated ones come through its spikes only, so it
// has to fire for its own class from the start: the mean is as much higher as that takes.
func (s *search) excitedOutputs() (fired [][]int, err error) {
	threshold := s.config.OutputThreshold
	for mean := min(largestMean, excited/math.Sqrt(3*max(1, s.active))); ; mean = min(highestMean, higher*mean) {
		mean = settings.Rounded(mean)
		s.config.OutputWeights = []float64{settings.Rounded(mean - 1), settings.Rounded(mean + 1)}
		s.config.OutputThreshold = threshold
		if fired, err = s.outputThreshold(); err != nil {
			return nil, err
		}
		if mean >= highestMean || !backPropagates(s.config.Rule) || firesForItsClass(fired, s.labels) {
			return fired, nil
		}
	}
}

// shapedOutputs has output weights of a size that suits the learning rate. What a step adds to all that excites an output
// neuron, if it changes all weights alike, is a number of thresholds: with half of it a network learns later, and with one
// and a half times as much DFA learns less. All output neurons are excited, since the mean is not small beside the size.
// Where the regulariser makes hidden neurons fire far more than they do now, nobody knows what excites output neurons later,
// and the data set's interval stands.
func (s *search) shapedOutputs() (fired [][]int, err error) {
	c, threshold := s.config, s.config.OutputThreshold
	if spikes := s.report.Populations[len(c.Layers)-1].Spikes; c.TargetRate > mostGrowth*spikes {
		c.OutputWeights = settings.Defaults(c.Dataset, c.Rule).OutputWeights
		return s.outputThreshold()
	}
	c.OutputWeights, c.OutputThreshold = []float64{shapedMean - 1, shapedMean + 1}, settings.Auto
	if _, err = s.outputThreshold(); err != nil {
		return nil, err
	}
	unscaled := c.OutputThreshold
	if threshold == settings.Auto {
		rate := settings.ForBatch(s.learningRate(), s.usualBatch, c.Batch) // what steps add up to in a batch of usual size
		threshold = settings.Rounded(min(unscaled, rate*s.reaching/thresholdsAStep))
	}
	for i, end := range c.OutputWeights {
		c.OutputWeights[i] = settings.Rounded(threshold / unscaled * end)
	}
	c.OutputThreshold = threshold
	return s.outputThreshold()
}

// backPropagates reports whether a rule hands errors back through spikes.
func backPropagates(ruleName string) bool {
	rule, err := learning.RuleByName(ruleName)
	return err == nil && rule.HiddenError() == learning.BackPropagated
}

// firesForItsClass reports whether each output neuron fires for most samples of its class, given all spike counts and the
// samples' labels.
func firesForItsClass(counts [][]int, labels []int) bool {
	for class, fired := range counts {
		own, active := 0, 0
		for k, n := range fired {
			if labels[k] != class {
				continue
			}
			own++
			if n > 0 {
				active++
			}
		}
		if float64(active) < ownShare*float64(own) {
			return false
		}
	}
	return true
}

// outputThreshold chooses the threshold of the output population, so that its neurons fire, and are far from the spike cap.
// It returns their spike counts at it.
func (s *search) outputThreshold() (fired [][]int, err error) {
	net, err := s.network(s.config)
	if err != nil {
		return nil, err
	}
	population := net.Topology.Output()
	if s.config.OutputThreshold == settings.Auto {
		if s.config.OutputThreshold, err = s.bisect(net, population); err != nil {
			return nil, err
		}
		if net, err = s.network(s.config); err != nil {
			return nil, err
		}
	}
	return counts(net, population, min(mostOutputs, net.Outputs()), s.from.Workers, s.samples)
}

// bisect finds the output threshold on a logarithmic scale.
func (s *search) bisect(net *network.Network, population int) (threshold float64, err error) {
	parameters := net.Neurons[population-1]
	err = visit(net, population, min(mostOutputs, net.Outputs()), 1, s.samples, func(int) visitor {
		return func(_ int, neurons []neuron.Neuron, inputs *routing.Inputs, scratch *neuron.Scratch) error {
			largest := largestPeak(neurons, inputs)
			if largest == 0 {
				return fmt.Errorf("no output neuron can fire at any threshold, since nothing excites it; allowed: output-weights or connections that let spikes reach it")
			}
			low, high := math.Log(largest*smallestPeak), math.Log(largest)
			for range outputSteps {
				parameters.Threshold = math.Exp((low + high) / 2)
				m, err := neuron.NewModel(parameters)
				if err != nil {
					return err
				}
				if meanCount(neurons, inputs, m, scratch) > s.aim().outputSpikes {
					low = (low + high) / 2
				} else {
					high = (low + high) / 2
				}
			}
			threshold = settings.Rounded(math.Exp((low + high) / 2))
			return nil
		}
	})
	if err != nil {
		return 0, settings.Errorf("population %d: %w", population, err)
	}
	return threshold, nil
}

func largestPeak(neurons []neuron.Neuron, inputs *routing.Inputs) float64 {
	largest := 0.0
	var found []float64
	for i, n := range neurons {
		found = n.(neuron.Probed).AppendPeaks(found[:0], inputs.NeuronPresentations(i))
		largest = max(largest, slices.Max(found))
	}
	return largest
}

func meanCount(neurons []neuron.Neuron, inputs *routing.Inputs, m model.Model, scratch *neuron.Scratch) float64 {
	spikes := 0
	var counted []int
	for i, n := range neurons {
		counted = n.(neuron.Probed).AppendCounts(counted[:0], m, inputs.NeuronPresentations(i), scratch)
		for _, n := range counted {
			spikes += n
		}
	}
	return float64(spikes) / float64(len(neurons)*inputs.Len())
}
