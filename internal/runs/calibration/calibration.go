package calibration

import (
	"cmp"
	"math"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Report is what was looked at and chosen.
type Report struct {
	Data          *Data          `json:"data"`
	TimeConstants []TimeConstant `json:"time_constants,omitempty"` // that were compared, if one was to be chosen
	Populations   []Population   `json:"populations"`              // hidden ones, then the output
	Chosen        []string       `json:"chosen"`                   // names of the settings
}

// Population is how a population fires before training, at its threshold, on the samples looked at.
type Population struct {
	Threshold float64 `json:"threshold"`
	Active    float64 `json:"active"`            // share of (neuron, sample) pairs with a spike
	Spikes    float64 `json:"spikes_per_sample"` // of a neuron
	Silent    int     `json:"silent"`            // neurons that fire in no sample
	Neurons   int     `json:"neurons"`           // that this was measured on
}

// Source is what a network learns from.
type Source struct {
	Train           datasets.Split
	Inputs, Classes int
	Workers         int  // goroutines
	Samples         int  // that populations are looked at with, at most; 0 for as many as serve
	OnlyHidden      bool // thresholds of hidden populations are to be chosen, nothing else: no other population is looked at
	// Build makes the network of settings, all of which are chosen.
	Build func(*settings.Config) (*network.Network, error)
}

// Choose replaces what the settings leave to be chosen, if anything, and says what it looked at. What can't be chosen since the data have nothing to learn from is a
// ConfigError.
func Choose(c *settings.Config, from Source) (*Report, error) {
	s := &search{config: c, from: from, report: &Report{Chosen: c.Autos()}}
	if err := s.examine(); err != nil {
		return nil, err
	}
	if len(s.report.Chosen) == 0 {
		s.report.Data.countLate(from.Train, c.Duration)
		return s.report, nil
	}
	steps := []func() error{s.initialWeights, s.timeConstant, s.duration, s.batch, s.probe, s.hiddenThresholds}
	if !from.OnlyHidden {
		steps = append(steps, s.outputs, s.learning)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	s.report.Data.countLate(from.Train, c.Duration)
	return s.report, c.Validate()
}

// aim is what a network is to do before training.
type aim struct {
	active        float64 // share of the pairs of a hidden neuron and a sample with a spike
	outputSpikes  float64 // mean number of spikes of an output neuron in a sample
	rateAtHundred float64 // learning rate of neurons with 100 active synapses
}

// aims are, by what is to be chosen, those that learned best: of data that nobody knows, and of a sparse network on data
// whose time constants, targets and regulariser are known. docs/DATA.md has the measurements.
var aims = map[string]aim{
	settings.CalibrateAll:   {active: 0.5, outputSpikes: 2, rateAtHundred: 0.01},
	settings.CalibrateShape: {active: 0.25, outputSpikes: 1, rateAtHundred: 0.02},
}

// aim is that of the settings.
func (s *search) aim() aim {
	if a, known := aims[s.config.Calibrate]; known {
		return a
	}
	return aims[settings.CalibrateAll]
}

// search is a choice under way.
type search struct {
	config *settings.Config
	from   Source
	report *Report

	samples  [][]messages.Spike // of the probe: what reaches the population that is looked at
	labels   []int              // of the probe's samples
	events   float64            // synaptic events of a sample, in the populations looked at so far
	active   float64            // mean number of active synapses of a neuron of that population in a sample
	reaching float64            // mean number of spikes that reach one
	fanIn    float64            // largest active of the populations looked at so far

	usualBatch int // that rates are chosen for
}

// examine looks at the data.
func (s *search) examine() (err error) {
	if s.report.Data, err = examine(s.from.Train, s.from.Inputs, s.from.Classes); err != nil {
		return settings.Errorf("%s: %w", s.config.Dataset, err)
	}
	return nil
}

// fewInputs is the number of active synapses of a neuron below which initial weights need a positive mean.
const fewInputs = 20

// initialWeights chooses the interval of initial weights of hidden neurons. No scale is needed: thresholds carry the
// fan-in.
func (s *search) initialWeights() error {
	net, err := s.network(s.config)
	if err != nil {
		return err
	}
	if len(s.config.HiddenWeights) == 0 {
		s.config.HiddenWeights = []float64{-1, 1}
		if s.report.Data.Active/float64(s.from.Inputs)*net.Topology.MeanInDegree(1) < fewInputs {
			s.config.HiddenWeights[1] = 2
		}
	}
	return nil
}

// mostDecays bounds T_max/τs, so that e^(t/τs) stays far from an overflow.
const mostDecays = 500

// duration chooses the end of a sample: the last spike has four time constants to take effect.
func (s *search) duration() error {
	if d := s.report.Data; s.config.Duration == settings.Auto {
		s.config.Duration = settings.Rounded(durationFor(d, s.config.TauSyn))
	}
	return nil
}

func durationFor(d *Data, tauSyn float64) float64 { return d.End + min(4*tauSyn, d.Span) }

// probe takes the samples that populations are looked at with.
func (s *search) probe() error {
	widest := 0
	for _, size := range s.config.Layers {
		widest = max(widest, size)
	}
	net, err := s.network(s.config)
	if err != nil {
		return err
	}
	indices := s.report.Data.probed(widest, cmp.Or(s.from.Samples, mostSamples))
	s.samples = s.inputs(net, indices)
	for _, i := range indices {
		s.labels = append(s.labels, s.from.Train.Label(i))
	}
	return nil
}

// inputs are the input spikes of training samples, as a network sees them.
func (s *search) inputs(net *network.Network, indices []int) [][]messages.Spike {
	samples := make([][]messages.Spike, len(indices))
	for k, i := range indices {
		samples[k] = net.AppendInput(nil, s.from.Train, i)
	}
	return samples
}

// network is the network of settings for looking at what its neurons fire before training: nothing that only learning
// needs takes memory, and what is not chosen yet has some value.
func (s *search) network(c *settings.Config) (*network.Network, error) {
	probed := c.WithoutAutos()
	probed.Rule, probed.Optimiser, probed.WeightAverage, probed.GradeBits = "frozen", "sgd", 0, 0
	return s.from.Build(&probed)
}

// clamped is x, or the closer of two bounds.
func clamped(x, low, high float64) float64 { return math.Max(low, math.Min(high, x)) }
