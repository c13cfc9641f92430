package graph

import (
	"fmt"
	"slices"

	"sfdfa-actors/internal/study/selfcheck/fields"
	"sfdfa-actors/learning"
)

const (
	// largestWeight keeps the sums of a neuron inside float64's range, whatever a file asks for.
	largestWeight = 1e6
	// mostWindows bounds the windows that a sample is cut into, which are about as long as the smallest delay.
	mostWindows = 20_000

	mostPopulations, mostProjections = 1000, 10_000
)

// Validate checks that all parts of the case fit together. The engines rely on it.
func (c *Case) Validate() error {
	k := &fields.Checker{}
	if c.Name == "" {
		k.Fail("name is empty, must say what the case is")
	}
	c.checkPopulations(k)
	if k.Err == nil { // the rest relies on the populations
		c.checkProjections(k)
		c.checkLearning(k)
		if len(c.Samples) == 0 {
			k.Fail("samples is empty, must hold at least one")
		}
		for s := range c.Samples {
			c.checkSample(k, fmt.Sprintf("samples[%d]", s), &c.Samples[s])
		}
	}
	if k.Err != nil {
		return k.Err
	}
	// Whatever else an engine asks of constants, it is asked here.
	_, err := New(c, learning.Modified, learning.Fused, 1).Network()
	return oneLine(err)
}

func (c *Case) checkPopulations(k *fields.Checker) {
	n := &c.Network
	if len(n.Populations) > mostPopulations || len(n.Projections) > mostProjections {
		k.Fail("network has %d populations and %d projections, must have up to %d and %d", len(n.Populations), len(n.Projections), mostPopulations, mostProjections)
		return
	}
	for i := range n.Populations {
		p, path := &n.Populations[i], fmt.Sprintf("network.populations[%d]", i)
		if p.Name == "" || n.Index(p.Name) != i {
			k.Fail("%s.name is %q, must be a name of its own", path, p.Name)
		}
		if p.Size < 1 {
			k.Fail("%s.size is %d, must be at least 1", path, p.Size)
		}
	}
	if output := n.Index(n.Output); output < 0 || n.Populations[output].IsSource() {
		k.Fail("network.output is %q, must be the name of a population that is no source", n.Output)
	}
	if !slices.ContainsFunc(n.Populations, func(p Population) bool { return p.IsSource() }) {
		k.Fail("network.populations has no source, must have one without tau_s")
	}
}

func (c *Case) checkProjections(k *fields.Checker) {
	k.Within("delay_min", c.DelayMin, 0, c.DelayMax)
	for i := range c.Network.Projections {
		p, path := &c.Network.Projections[i], fmt.Sprintf("network.projections[%d]", i)
		from, to := c.Network.Index(p.From), c.Network.Index(p.To)
		if from < 0 {
			k.Fail("%s.from is %q, must be the name of a population", path, p.From)
		}
		if to < 0 || c.Network.Populations[to].IsSource() {
			k.Fail("%s.to is %q, must be the name of a population that is no source", path, p.To)
		}
		if len(p.Synapses) == 0 {
			k.Fail("%s.synapses is empty, must hold at least one", path)
		}
		if k.Err == nil {
			c.checkSynapses(k, path+".synapses", p, c.Network.Populations[from].Size, c.Network.Populations[to].Size)
		}
	}
}

func (c *Case) checkSynapses(k *fields.Checker, path string, p *Projection, presynaptic, postsynaptic int) {
	seen := map[[2]float64]bool{}
	for n, row := range p.Synapses {
		at := fmt.Sprintf("%s[%d]", path, n)
		if !k.Length(at, "values", len(row), 4) {
			return
		}
		for i, size := range []int{presynaptic, postsynaptic} {
			if index := row[i]; !(index >= 0 && index < float64(size)) || index != float64(int(index)) {
				k.Fail("%s[%d] is %v, must be a neuron from 0 to %d", at, i, index, size-1)
			}
		}
		k.Within(at+"[2]", row[2], -largestWeight, largestWeight)
		k.Within(at+"[3]", row[3], c.DelayMin, c.DelayMax)
		if least := c.Network.Duration / mostWindows; row[3] > 0 && row[3] < least {
			k.Fail("%s[3] is %v s, must be 0 or at least t_max/%d", at, row[3], mostWindows)
		}
		joins := [2]float64{row[0], row[1]}
		if seen[joins] {
			k.Fail("%s joins neurons %v and %v as a row before does, must be the only one", at, row[0], row[1])
		}
		seen[joins] = true
	}
}

func (c *Case) checkLearning(k *fields.Checker) {
	k.Within("lr", c.Rate, 0, largestWeight)
	k.Within("lr_fb", c.FeedbackRate, 0, 1)
	k.Within("lr_delay", c.DelayRate, 0, largestWeight)
	hidden := c.Network.isHidden
	c.checkNames(k, "feedback", c.Feedback, hidden, c.outputs())
	c.checkNames(k, "feedback_after", c.FeedbackAfter, hidden, c.outputs())
	c.checkBySynapse(k, "w_after", c.WeightsAfter)
	c.checkBySynapse(k, "delay_after", c.DelaysAfter)
	if err := c.targets().Validate(); err != nil {
		k.Fail("%w", err)
	}
}

// checkNames checks for a row for each neuron of those populations, and for no other ones. A row has any length
// if columns is −1.
func (c *Case) checkNames(k *fields.Checker, path string, values ByName, belongs func(*Population) bool, columns int) {
	named := 0
	for i := range c.Network.Populations {
		p := &c.Network.Populations[i]
		if !belongs(p) {
			continue
		}
		named++
		at := path + "." + p.Name
		if k.Length(at, "rows", len(values[p.Name]), p.Size) && columns >= 0 {
			k.Matrix(at, values[p.Name], p.Size, columns)
		}
	}
	k.Length(path, "populations", len(values), named)
}

// checkBySynapse checks for a value for each synapse.
func (c *Case) checkBySynapse(k *fields.Checker, path string, values [][]float64) {
	if k.Length(path, "projections", len(values), len(c.Network.Projections)) {
		for i := range values {
			k.Length(fmt.Sprintf("%s[%d]", path, i), "values", len(values[i]), len(c.Network.Projections[i].Synapses))
		}
	}
}

func (c *Case) checkSample(k *fields.Checker, path string, s *Sample) {
	if s.Label < 0 || s.Label >= c.outputs() {
		k.Fail("%s.label is %d, must be from 0 to %d", path, s.Label, c.outputs()-1)
	}
	k.Length(path+".input", "neurons", len(s.Input), c.Network.inputs())
	checkTimes(k, path+".input", s.Input)
	neurons := func(p *Population) bool { return !p.IsSource() }
	c.checkNames(k, path+".spikes", s.Spikes, neurons, -1)
	c.checkNames(k, path+".grades", s.Grades, neurons, -1)
	perturbations := ByName{}
	for name, values := range s.Perturbations {
		perturbations[name] = make([][]float64, len(values)) // a row of nothing for each neuron
	}
	c.checkNames(k, path+".xi", perturbations, c.Network.isHidden, -1)
	if k.Err == nil {
		for _, p := range c.Network.Populations {
			checkTimes(k, path+".spikes."+p.Name, s.Spikes[p.Name])
			for i, times := range s.Spikes[p.Name] {
				k.Length(fmt.Sprintf("%s.grades.%s[%d]", path, p.Name, i), "values", len(s.Grades[p.Name][i]), len(times))
			}
		}
	}
	c.checkBySynapse(k, path+".elig_modified", s.Modified)
	c.checkBySynapse(k, path+".elig_exact", s.Exact)
	c.checkBySynapse(k, path+".delay_elig_modified", s.DelayModified)
	c.checkBySynapse(k, path+".delay_elig_exact", s.DelayExact)
	k.Length(path+".d", "values", len(s.Derivatives), c.outputs())
	k.Length(path+".err", "values", len(s.Errors), c.outputs())
}

// checkTimes checks that the spike times of each neuron are sorted, and none is before the sample.
func checkTimes(k *fields.Checker, path string, neurons [][]float64) {
	for j, times := range neurons {
		before := 0.0
		for i, time := range times {
			if !(time >= before) {
				k.Fail("%s[%d][%d] is %v s, must be at least %v: times are sorted", path, j, i, time, before)
			}
			before = time
		}
	}
}
