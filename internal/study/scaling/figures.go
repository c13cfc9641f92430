package scaling

import (
	"fmt"
	"slices"
)

// derive computes the points' figures from their measurements.
func (s *Series) derive() {
	for i := range s.Points {
		s.Points[i].measured()
	}
	first := &s.Points[0]
	for i := range s.Points {
		s.Points[i].compare(first)
	}
}

// measured computes what takes no other point.
func (p *Point) measured() {
	over := func(value func(*Repeat) float64) Spread {
		values := make([]float64, len(p.Repeats))
		for i := range p.Repeats {
			values[i] = value(&p.Repeats[i])
		}
		return newSpread(values)
	}
	p.Time = over(func(r *Repeat) float64 { return r.Seconds })
	p.MessagesPerSecond = over(func(r *Repeat) float64 { return float64(r.Messages) / r.Seconds }).Median
	p.EnvelopesPerSecond = over(func(r *Repeat) float64 { return float64(r.Envelopes) / r.Seconds }).Median
	p.SynapticEventsPerSecond = over(func(r *Repeat) float64 { return float64(r.SynapticEvents) / r.Seconds }).Median
	p.SamplesPerSecond = over(func(r *Repeat) float64 { return float64(r.Samples) / r.Seconds }).Median
	p.PresentSamplesPerSecond = over(func(r *Repeat) float64 { return float64(r.Samples) / r.PresentSeconds }).Median
	p.CPUSeconds = over(func(r *Repeat) float64 { return r.CPUSeconds }).Median
	p.BareSpeedUp = over(func(r *Repeat) float64 { return r.BareSpeedUp }).Median
	p.NotGiven = p.BareSpeedUp < given*float64(p.CPUCores)
	if !slices.ContainsFunc(p.Repeats, func(r Repeat) bool { return r.Others == nil }) {
		others := over(func(r *Repeat) float64 { return *r.Others }).Median
		p.Others = &others
	}
}

// given is the share of its CPU cores that a point must have got, by the bare loop, to say something of them.
const given = 0.85

// compare computes speed-up and efficiency. The work of a point is its number of
// synapses, since the samples are the same for all.
func (p *Point) compare(first *Point) {
	work := p.Synapses / first.Synapses
	over := func(seconds float64) float64 { return work * first.Time.Median / seconds }
	p.SpeedUp = Spread{Median: over(p.Time.Median), Lowest: over(p.Time.Highest), Highest: over(p.Time.Lowest)}
	p.Efficiency = p.SpeedUp.Median * float64(first.CPUCores) / float64(p.CPUCores)
}

func newSpread(values []float64) Spread {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return Spread{Median: (sorted[(n-1)/2] + sorted[n/2]) / 2, Lowest: sorted[0], Highest: sorted[n-1]}
}

// check fails if points that did the same have become different networks: then
// their times mean nothing.
func (s *Series) check() error {
	for i := range s.Points {
		first, other := &s.Points[0], &s.Points[i]
		if s.Kind == Strong && other.Digest != first.Digest {
			return fmt.Errorf("on %d CPU cores the network has the digest %s and on %d %s: they must be equal",
				first.CPUCores, first.Digest, other.CPUCores, other.Digest)
		}
	}
	return nil
}
