package calibration

import (
	"math"

	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
)

// What learning is chosen by.
const (
	largestBatch          = 50
	smallestBatch         = 5
	batchesAnEpoch        = 20 // at least, where there are samples for it
	updates               = 2500
	mostRunEvents         = 1e10 // synaptic events of a run that epochs are added for
	lowestRate            = 5e-4
	highestRate           = 0.02
	lastShare             = 0.1 // of the learning rate, in the last epoch
	feedbackDecays        = 5   // time constants of the feedback weights in a run
	feedbackScale         = 5   // bounds the rate of wide populations
	learnedRegularisation = 0.5
	randomRegularisation  = 5
	backRegularisation    = 0.05
	lowestTarget          = 0.5 // spikes of a hidden neuron in a sample
	epsilonASecond        = 1e-7
	enoughAccuracy        = 100 // percent
)

// regularisation is the weight of the rate regulariser that keeps hidden neurons alive. It has to hold its own against the
// errors that a rule hands to them: those through random feedback weights are far larger, and back-propagated ones smaller,
// than those through feedback weights that learn.
func regularisation(ruleName string) float64 {
	rule, err := learning.RuleByName(ruleName)
	if err != nil {
		return learnedRegularisation
	}
	_, learns := rule.Feedback().(learning.LearnedFeedback)
	switch {
	case backPropagates(ruleName):
		return backRegularisation
	case rule.HiddenError() == learning.Projected && !learns:
		return randomRegularisation
	}
	return learnedRegularisation
}

// batch chooses the size of a batch, and notes for which one rates are chosen.
func (s *search) batch() error {
	c := s.config
	s.usualBatch = largestBatch
	if c.Batch == settings.Auto || c.Calibrate == settings.CalibrateAll {
		s.usualBatch = min(largestBatch, max(smallestBatch, s.report.Data.Samples/batchesAnEpoch))
	}
	choose(&c.Batch, s.usualBatch)
	return nil
}

// learningRate is the learning rate for the fan-in of the populations looked at so far, as it is given or chosen.
func (s *search) learningRate() float64 {
	c := s.config
	if c.LearningRate != settings.Auto {
		return c.LearningRate
	}
	depth := math.Sqrt(float64(len(c.Layers)))
	rate := clamped(s.aim().rateAtHundred*math.Sqrt(100/max(1, s.fanIn)), lowestRate, highestRate) / depth
	return settings.ForBatch(rate, c.Batch, s.usualBatch)
}

// learning chooses how the network learns.
func (s *search) learning() error {
	c, d := s.config, s.report.Data
	usualBatches := math.Ceil(float64(d.Samples) / float64(s.usualBatch))
	batches := float64((d.Samples + c.Batch - 1) / c.Batch)
	affordable := max(10, mostRunEvents/(float64(d.Samples)*max(1, s.events)))
	choose(&c.Epochs, int(min(affordable, clamped(math.Ceil(updates/usualBatches), 10, 60))))
	c.LearningRate = s.learningRate()
	choose(&c.LearningRateDecay, settings.Rounded(math.Pow(lastShare, 1/float64(c.Epochs))))
	widest := s.from.Classes
	for _, size := range c.Layers {
		widest = max(widest, size)
	}
	choose(&c.FeedbackRate, feedbackRate(c, batches, widest))
	choose(&c.Regularisation, regularisation(c.Rule))
	choose(&c.TargetRate, settings.Rounded(max(lowestTarget, s.report.Populations[len(c.Layers)-1].Spikes)))
	choose(&c.Epsilon, settings.Rounded(clamped(epsilonASecond*c.TauSyn, 1e-12, 1e-8)))
	choose(&c.StopAtTrainAccuracy, enoughAccuracy)
	return nil
}

// feedbackRate lets the feedback weights find their way in a run of so many batches an epoch. Each is estimated from what all
// neurons of its population perturb, so the noise in a step grows with the width, and so must the rate fall. Where only the
// shape is new it is the data set's as far as the width allows.
func feedbackRate(c *settings.Config, batches float64, widest int) float64 {
	bound := feedbackScale / float64(widest)
	if c.Calibrate == settings.CalibrateShape {
		usual := settings.Defaults(c.Dataset, c.Rule)
		return settings.ForBatch(min(usual.FeedbackRate, bound), c.Batch, usual.Batch)
	}
	return settings.Rounded(min(0.01, max(1e-4, feedbackDecays/(float64(c.Epochs)*batches)), bound))
}

// choose sets what is to be chosen.
func choose[T int | float64](setting *T, value T) {
	if *setting == settings.Auto {
		*setting = value
	}
}
