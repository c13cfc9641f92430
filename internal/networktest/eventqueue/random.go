package eventqueue

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Random returns the case of a seed: 1 or 2 sources and 2 to 5 populations of up to 8
// neurons, the output last, joined so that all are reached, with cycles, skips, parallel
// projections and projections of populations to themselves. Even seeds have τm = 2·τs
// everywhere. In every third, input, delays and refractory times lie on a grid, so that
// much happens at the same time. No cycle has only delays of 0. Networks that hardly
// fire, and those in which rounding errors grow near to the tolerances, are drawn again.
func Random(seed uint64) Case {
	c, _ := RandomSimulated(seed)
	return c
}

// RandomSimulated returns Random's case, and what Simulate makes of it.
func RandomSimulated(seed uint64) (Case, []Result) {
	d := drawing{Rand: rand.New(rand.NewPCG(seed, 0xe7e27)), double: seed%2 == 0, grid: seed%3 == 0}
	for {
		c := d.network()
		c.Name = fmt.Sprintf("random network %d", seed)
		if results := c.Simulate(); c.lively(results) && d.stable(&c, results) {
			return c, results
		}
	}
}

// drawing draws the parts of a case.
type drawing struct {
	*rand.Rand
	double, grid bool
	rank         []int // by population: delays of 0 lead upwards only, so that they make no cycle
}

func (d *drawing) uniform(low, high float64) float64 { return low + (high-low)*d.Float64() }

func (d *drawing) logarithmic(low, high float64) float64 {
	return low * math.Exp(d.Float64()*math.Log(high/low))
}

func (d *drawing) chance(p float64) bool { return d.Float64() < p }

// duration draws a short time above 0, of up to a few milliseconds.
func (d *drawing) duration(milliseconds int) float64 {
	if d.grid {
		return float64(1+d.IntN(milliseconds)) * 1e-3
	}
	return d.uniform(0.1e-3, float64(milliseconds)*1e-3)
}

func (d *drawing) network() Case {
	n := Network{Duration: 0.1}
	sources := 1 + d.IntN(2)
	for i := range sources {
		n.Populations = append(n.Populations, Population{Name: fmt.Sprintf("source%d", i), Size: 1 + d.IntN(8)})
	}
	for i := range 2 + d.IntN(4) {
		n.Populations = append(n.Populations, d.population(fmt.Sprintf("population%d", i)))
	}
	n.Output = len(n.Populations) - 1
	d.rank = d.Perm(len(n.Populations))
	for p := sources; p < len(n.Populations); p++ {
		from := d.IntN(p)
		if p == n.Output {
			from = sources + d.IntN(p-sources) // spikes of sources carry no grade
		}
		n.Projections = append(n.Projections, d.projection(&n, from, p))
	}
	for range 2 + d.IntN(6) {
		to := sources + d.IntN(len(n.Populations)-sources)
		n.Projections = append(n.Projections, d.projection(&n, d.IntN(len(n.Populations)), to))
	}
	d.Shuffle(len(n.Projections), func(i, j int) {
		n.Projections[i], n.Projections[j] = n.Projections[j], n.Projections[i]
	})
	c := Case{Network: n, Rule: Rule{TargetTrue: 6, TargetFalse: 1, Rate: 0.01, FeedbackRate: 0.1,
		DelayRate: 1e-5, DelayMax: 0.05, Regularisation: 0.3, TargetRate: 2}}
	for _, p := range n.Populations {
		c.Feedback = append(c.Feedback, d.feedback(p, n.Populations[n.Output].Size))
	}
	c.Feedback[n.Output] = nil
	for range 2 {
		c.Samples = append(c.Samples, d.sample(&n))
	}
	learnsDelays := d.chance(0.5)
	for k := range n.Projections {
		n.Projections[k].FixedWeights, n.Projections[k].FixedDelays = d.chance(0.2), !learnsDelays || d.chance(0.3)
	}
	return c
}

func (d *drawing) population(name string) Population {
	p := Population{Name: name, Size: 1 + d.IntN(8), TauSyn: d.logarithmic(1e-3, 30e-3), SpikeCap: 40}
	p.TauMem = 2 * p.TauSyn
	if !d.double && d.chance(0.4) {
		p.TauMem = p.TauSyn * d.logarithmic(0.2, 0.9)
	} else if !d.double {
		p.TauMem = p.TauSyn * d.logarithmic(1.1, 20)
	}
	if d.chance(0.5) {
		p.Refractory = d.duration(4)
	}
	if d.chance(0.15) {
		p.SpikeCap = 1 + d.IntN(6)
	}
	peak, _ := p.peak(0, 1)
	p.Threshold = p.TauMem * p.potential(0, 1, peak) * d.logarithmic(0.15, 1)
	return p
}

func (d *drawing) projection(n *Network, from, to int) Projection {
	p := Projection{From: from, To: to}
	density, same := pick(d, 0.5, 0.8, 1), d.uniform(-0.3, 1)
	scale := 1 / math.Sqrt(float64(n.Populations[from].Size))
	constantWeight, constantDelay := d.chance(0.2), d.chance(0.5)
	delay := d.duration(8)
	if (n.Populations[from].IsSource() || d.rank[from] < d.rank[to]) && d.chance(0.4) {
		delay, constantDelay = 0, d.chance(0.7)
	}
	for post := range n.Populations[to].Size {
		for pre := range n.Populations[from].Size {
			if !d.chance(density) {
				continue
			}
			s := Synapse{pre, post, d.uniform(-0.8, 1.2) * scale, delay}
			if constantWeight {
				s.Weight = same * scale
			}
			if !constantDelay {
				s.Delay += d.duration(4)
			}
			p.Synapses = append(p.Synapses, s)
		}
	}
	if len(p.Synapses) == 0 {
		return d.projection(n, from, to)
	}
	return p
}

func (d *drawing) feedback(p Population, outputs int) (rows [][]float64) {
	for range p.Size {
		if p.IsSource() {
			return nil
		}
		rows = append(rows, d.numbers(outputs, func() float64 { return d.uniform(-0.5, 0.5) }))
	}
	return rows
}

func (d *drawing) sample(n *Network) Sample {
	s := Sample{Label: d.IntN(n.Populations[n.Output].Size)}
	for i, p := range n.Populations {
		var input [][]float64
		var perturbations []float64
		if p.IsSource() {
			for range p.Size {
				input = append(input, d.spikes())
			}
		} else if i != n.Output {
			perturbations = d.numbers(p.Size, d.NormFloat64)
		}
		s.Input, s.Perturbations = append(s.Input, input), append(s.Perturbations, perturbations)
	}
	return s
}

// spikes draws the spikes of an input neuron.
func (d *drawing) spikes() []float64 {
	times := d.numbers(1+d.IntN(6), func() float64 {
		if d.grid {
			return float64(d.IntN(16)) * 5e-3
		}
		return d.uniform(0, 0.08)
	})
	slices.Sort(times)
	return slices.Compact(times)
}

func (d *drawing) numbers(count int, draw func() float64) (all []float64) {
	for range count {
		all = append(all, draw())
	}
	return all
}

func pick[T any](d *drawing, choices ...T) T { return choices[d.IntN(len(choices))] }

// lively reports whether every population fires, most neurons do without reaching their
// caps, and the output's spikes carry grades.
func (c *Case) lively(results []Result) bool {
	silent, capped, neurons := 0, 0, 0
	for p, population := range c.Network.Populations {
		if population.IsSource() {
			continue
		}
		before := silent
		for i := range population.Size {
			fired := 0
			for _, r := range results {
				fired += len(r.Spikes[p][i])
				if len(r.Spikes[p][i]) == population.SpikeCap {
					capped++
				}
			}
			if fired == 0 {
				silent++
			}
		}
		if silent-before == population.Size {
			return false
		}
		neurons += population.Size
	}
	return 2*silent < neurons && 3*capped < neurons*len(results) && c.graded(results)
}

func (c *Case) graded(results []Result) bool {
	for s, r := range results {
		for _, d := range c.outcome(c.Samples[s].Label, r).Derivatives {
			if d != 0 {
				return true
			}
		}
	}
	return false
}

// stable reports whether errors of 1e-13 in all weights stay within the tolerances.
func (d *drawing) stable(c *Case, results []Result) bool {
	off := *c
	off.Network.Projections = nil
	for _, p := range c.Network.Projections {
		p.Synapses = slices.Clone(p.Synapses)
		for i := range p.Synapses {
			p.Synapses[i].Weight *= 1 + d.uniform(-1e-13, 1e-13)
		}
		off.Network.Projections = append(off.Network.Projections, p)
	}
	again := off.Simulate()
	for s := range again {
		if again[s].Difference(&results[s]) != "" {
			return false
		}
	}
	return true
}
