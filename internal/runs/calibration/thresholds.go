package calibration

import (
	"slices"
	"sort"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// What thresholds are chosen for.
const (
	possibleShare = 0.7 // of the pairs that fire at some threshold, where those are few
	mostSpikes    = 4   // of a hidden neuron in a sample, on average
	louder        = 1.25
	mostLouder    = 12
)

// thresholdFor is the threshold at which a share of the pairs of a neuron and a sample fire, if so many can, given in ascending order
// the largest thresholds at which they do. It is false if none ever does.
func thresholdFor(peaks []float64, activeShare float64) (threshold float64, canFire bool) {
	first := sort.Search(len(peaks), func(i int) bool { return peaks[i] > 0 })
	positive := len(peaks) - first
	if positive == 0 {
		return 0, false
	}
	share := min(activeShare, possibleShare*float64(positive)/float64(len(peaks)))
	return peaks[len(peaks)-max(1, int(share*float64(len(peaks))))], true
}

// hiddenThresholds chooses the thresholds of hidden populations, first to last, each given what the one before fires.
func (s *search) hiddenThresholds() error {
	isChosen := len(s.config.HiddenThreshold) == 0
	thresholds := make([]float64, len(s.config.Layers))
	for i := range thresholds {
		thresholds[i] = 1
		if !isChosen {
			thresholds[i] = s.config.HiddenThreshold[min(i, len(s.config.HiddenThreshold)-1)]
		}
	}
	for i := range thresholds {
		if isChosen {
			how, err := s.hiddenThreshold(thresholds, i)
			if err != nil {
				return err
			}
			thresholds[i] = how.Threshold
			if s.from.OnlyHidden && i == len(thresholds)-1 {
				s.report.Populations = append(s.report.Populations, how)
				break // nobody asks for the spikes of the rest
			}
		}
		if err := s.advance(thresholds, i); err != nil {
			return err
		}
	}
	if isChosen {
		s.config.HiddenThreshold = thresholds
	}
	return nil
}

// withThresholds is the network with these thresholds of hidden populations.
func (s *search) withThresholds(thresholds []float64) (*network.Network, error) {
	c := s.config.WithoutAutos()
	c.HiddenThreshold = thresholds
	return s.network(&c)
}

// hiddenThreshold chooses the threshold of one hidden population, which has a placeholder so far, and says how the neurons
// that it was measured on fire.
func (s *search) hiddenThreshold(thresholds []float64, i int) (how Population, err error) {
	net, err := s.withThresholds(thresholds)
	if err != nil {
		return how, err
	}
	neurons := min(mostMeasured, s.config.Layers[i])
	found, err := peaks(net, i+1, neurons, s.from.Workers, s.samples)
	if err != nil {
		return how, err
	}
	threshold, canFire := thresholdFor(found, s.aim().active)
	if !canFire {
		return how, settings.Errorf("population %d can't fire at any threshold, since nothing excites its neurons; allowed: hidden-weights or connections that let spikes reach it", i+1)
	}
	for range mostLouder + 1 {
		tried := slices.Clone(thresholds)
		tried[i] = settings.Rounded(threshold)
		if net, err = s.withThresholds(tried); err != nil {
			return how, err
		}
		fired, err := counts(net, i+1, neurons, s.from.Workers, s.samples)
		if err != nil {
			return how, err
		}
		if how = described(tried[i], fired); how.Spikes <= mostSpikes {
			break
		}
		threshold = tried[i] * louder
	}
	return how, nil
}

// described is how neurons fire, given their spike counts.
func described(threshold float64, counts [][]int) Population {
	p := Population{Threshold: threshold, Neurons: len(counts)}
	pairs, active, spikes := 0, 0, 0
	for _, fired := range counts {
		before := spikes
		for _, n := range fired {
			spikes += n
			if n > 0 {
				active++
			}
		}
		pairs += len(fired)
		if spikes == before {
			p.Silent++
		}
	}
	p.Active, p.Spikes = float64(active)/float64(pairs), float64(spikes)/float64(pairs)
	return p
}

// summarised is how the neurons of a population fire, given their spikes in each sample.
func summarised(threshold float64, neurons int, samples [][]messages.Spike) Population {
	p := Population{Threshold: threshold, Neurons: neurons, Silent: neurons}
	last := make([]int32, neurons) // sample that the neuron fired in, counted from 1
	active, spikes := 0, 0
	for k, sample := range samples {
		spikes += len(sample)
		for i := range sample {
			switch n := &last[sample[i].Source]; *n {
			case int32(k + 1):
				continue
			case 0:
				p.Silent--
				fallthrough
			default:
				active++
				*n = int32(k + 1)
			}
		}
	}
	pairs := float64(neurons * len(samples))
	p.Active, p.Spikes = float64(active)/pairs, float64(spikes)/pairs
	return p
}

// advance notes how a hidden population fires, and goes on to the next one with its spikes.
func (s *search) advance(thresholds []float64, i int) error {
	net, err := s.withThresholds(thresholds)
	if err != nil {
		return err
	}
	s.arrive(net, i+1)
	before := len(s.samples)
	if s.samples, err = fire(net, i+1, s.from.Workers, s.samples); err != nil {
		return err
	}
	how := summarised(thresholds[i], s.config.Layers[i], s.samples)
	s.report.Populations = append(s.report.Populations, how)
	if how.Active == 0 {
		return settings.Errorf("hidden-threshold is %v for population %d, at which none of its neurons fires in %d samples, allowed: less, or %s", thresholds[i], i+1, before, settings.AutoWord)
	}
	return nil
}

// arrive counts what reaches a population.
func (s *search) arrive(net *network.Network, population int) {
	size := net.Topology.Sizes[population-1]
	spikes, active := 0, 0
	seen := make([]int, size)
	for k, sample := range s.samples {
		spikes += len(sample)
		for _, spike := range sample {
			if seen[spike.Source] != k+1 {
				seen[spike.Source] = k + 1
				active++
			}
		}
	}
	degree := net.Topology.MeanInDegree(population)
	share := float64(active) / float64(size*len(s.samples))
	s.active = share * degree
	s.reaching = float64(spikes) / float64(size*len(s.samples)) * degree
	s.fanIn = max(s.fanIn, s.active)
	s.events += float64(spikes) / float64(len(s.samples)) * degree * float64(net.Topology.Sizes[population]) / float64(size)
}
