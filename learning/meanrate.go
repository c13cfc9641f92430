package learning

// AveragesRates reports whether hidden neurons keep a running mean of their rates. Without a
// regulariser nothing asks for it.
func (s *Settings) AveragesRates() bool { return s.RateAverage > 0 && s.Regularisation > 0 }

// SilentRate is MeanRate after a number of batches of the same size without a spike.
func (s *Settings) SilentRate(before float64, batch, batches int) float64 {
	for range batches {
		after := s.MeanRate(before, 0, batch)
		if after == before {
			break
		}
		before = after
	}
	return before
}

// MeanRate returns the mean rate r̄ of a hidden neuron, in spikes per sample, after a batch in
// which it fired a number of spikes, from that before it; the first is r*. It is an exponential
// average over N = RateAverage samples (Appendix A.1), and a batch of B samples moves it as far
// as B samples one by one would, to first order:
//
//	r̄ ← r̄ + (spikes/B − r̄)·min(1, B/N)
//
// With N = 0 it is the mean of the batch. That serves large batches; in a batch of one sample a
// neuron that fires would always seem too active, however rarely it does, and since one that is
// silent has no eligibility nothing would ever pull it back.
func (s *Settings) MeanRate(before float64, spikes, batch int) float64 {
	mean := float64(spikes) / float64(batch)
	if batch >= s.RateAverage {
		return mean
	}
	// The conversion forbids a fused operation, which rounds otherwise.
	return before + float64((mean-before)*(float64(batch)/float64(s.RateAverage)))
}
