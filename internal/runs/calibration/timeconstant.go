package calibration

import (
	"math"

	"sfdfa-actors/internal/settings"
)

// TimeConstant is a synaptic time constant with how well it tells classes apart.
type TimeConstant struct {
	Fraction float64 `json:"fraction"` // of the span of spike times
	TauSyn   float64 `json:"tau_syn_s"`
	Accuracy float64 `json:"accuracy"` // share of samples that are closest to the mean of their class
}

// fractions of the span of spike times are the time constants that are compared. Of those within closeAccuracy of the
// best, the one that is closest to usualFraction is taken.
var fractions = []float64{1. / 16, 1. / 8, 1. / 4, 1. / 2, 1}

const (
	usualFraction = 1. / 8
	closeAccuracy = 0.01

	testedNeurons = 128
	mostEvents    = 3e7 // synaptic events for one time constant
	mostTested    = 1000
	fewestTested  = 60
	eachThreshold = 8 // every so many samples serve to find the threshold
)

// timeConstant chooses the synaptic time constant. It can't be told from spike times alone: what the first neurons of the
// first population fire has to tell the classes apart.
func (s *search) timeConstant() error {
	if s.config.TauSyn != settings.Auto {
		return nil
	}
	d := s.report.Data
	indices := s.tested()
	for _, fraction := range fractions {
		tried := TimeConstant{Fraction: fraction, TauSyn: max(fraction*d.Span, d.End/mostDecays)}
		var err error
		if tried.Accuracy, err = s.separation(tried.TauSyn, indices); err != nil {
			return err
		}
		s.report.TimeConstants = append(s.report.TimeConstants, tried)
	}
	s.config.TauSyn = settings.Rounded(bestTimeConstant(s.report.TimeConstants, s.from.Classes).TauSyn)
	return nil
}

// bestTimeConstant is the one that is closest to the usual fraction, on a logarithmic scale, of those that are about as
// good as the best. Where none is better than chance, all are.
func bestTimeConstant(tried []TimeConstant, classes int) (chosen TimeConstant) {
	best := 0.0
	for _, t := range tried {
		best = max(best, t.Accuracy)
	}
	if best <= 1/float64(classes) {
		best = 0
	}
	distance := math.Inf(1)
	for _, t := range tried {
		if d := math.Abs(math.Log(t.Fraction / usualFraction)); t.Accuracy >= best-closeAccuracy && d < distance {
			chosen, distance = t, d
		}
	}
	return chosen
}

// tested are the training samples that time constants are compared on.
func (s *search) tested() []int {
	d := s.report.Data
	affordable := mostEvents / (testedNeurons * max(1, d.Spikes))
	n := min(d.Samples, mostTested, max(fewestTested, 10*d.Classes, int(affordable)))
	indices := make([]int, n)
	for k := range indices {
		indices[k] = k * d.Samples / n
	}
	return indices
}

// separation is how well spike counts of the first neurons of the first population tell the classes of samples apart.
func (s *search) separation(tauSyn float64, indices []int) (float64, error) {
	c := s.config.WithoutAutos()
	c.TauSyn, c.Duration = tauSyn, s.config.Duration
	if c.Duration == settings.Auto {
		c.Duration = durationFor(s.report.Data, tauSyn)
	}
	neurons := min(testedNeurons, c.Layers[0])
	net, err := s.network(&c)
	if err != nil {
		return 0, err
	}
	samples := s.inputs(net, indices)
	var some = samples[:0:0]
	for k := 0; k < len(samples); k += eachThreshold {
		some = append(some, samples[k])
	}
	if s.config.HiddenThreshold == nil {
		found, err := peaks(net, 1, neurons, s.from.Workers, some)
		if err != nil {
			return 0, err
		}
		threshold, canFire := thresholdFor(found, s.aim().active)
		if !canFire {
			return 0, nil
		}
		c.HiddenThreshold = []float64{threshold}
		if net, err = s.network(&c); err != nil {
			return 0, err
		}
	}
	fired, err := counts(net, 1, neurons, s.from.Workers, samples)
	if err != nil {
		return 0, err
	}
	labels := make([]int, len(indices))
	for k, i := range indices {
		labels[k] = s.from.Train.Label(i)
	}
	return nearestMeans(fired, labels, s.from.Classes), nil
}
