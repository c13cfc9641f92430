package reference_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// exactCase is a random network that learns its training samples as one batch by
// back-propagation with plain gradient descent.
func exactCase(t *testing.T, seed uint64) networktest.Case {
	t.Helper()
	c := networktest.Random(seed)
	c.Spec.Learning.Rule = mustRule(t, "bp")
	c.Spec.Learning.Gradient, c.Spec.Learning.Form = learning.Exact, learning.Fused
	c.Spec.Learning.Optimiser = learning.Optimiser{Kind: learning.GradientDescent}
	c.Spec.Learning.WeightAverage = 0 // the loss is that of the weights
	c.Spec.Learning.RateAverage = 0   // and of this batch's rates
	c.Spec.Learning.Revive = 0        // which is no step against a gradient
	c.Spec.Precision = neuron.Float64
	if output := len(c.Spec.Neurons) - 1; seed%2 == 1 {
		c.Spec.Neurons[output].Duration = 0.2 // it does not see the latest hidden spikes
	}
	c.Train.Batch, c.Train.Coalesce = len(c.Train.Indices), 1
	c.Train.Rates.Weights = 1
	return c
}

func mustRule(t *testing.T, name string) learning.Rule {
	t.Helper()
	rule, err := learning.RuleByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return rule
}

// state is what a network's neurons hold, by population from the first hidden
// one, and neuron.
type state [][]messages.State

// presentation is a network's spikes in some samples: [sample][population][neuron].
type presentation [][][][]float64

// conduct builds the network, with other weights if there are any, and runs the
// assignment.
func conduct(t *testing.T, spec network.Spec, c *networktest.Case, a messages.Assignment, initial state) (presentation, state) {
	t.Helper()
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	setup := network.Setup{Parts: c.Parts}
	if initial != nil {
		setup.Initial = func(population, index int) (messages.State, bool) { return initial[population-1][index], true }
	}
	fired := make(presentation, len(a.Indices))
	for s := range fired {
		for _, size := range spec.Topology.Sizes[1:] {
			fired[s] = append(fired[s], make([][]float64, size))
		}
	}
	setup.Record = func(core topology.Core, first uint64, samples [][]messages.Spike) {
		if core.ID == messages.InputCore {
			return
		}
		for s, spikes := range samples {
			for _, spike := range spikes {
				times := &fired[int(first)+s][core.Population-1][spike.Source]
				*times = append(*times, spike.Time)
			}
		}
	}
	e, err := reference.New(net, setup)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(context.Background(), &a, func([]messages.Outcome) {}); err != nil {
		t.Fatal(err)
	}
	after := make(state, len(spec.Topology.Sizes)-1)
	for population := range after {
		err := e.States(population+1, func(states []messages.State) error {
			after[population] = append(after[population], messages.CloneStates(states)...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return fired, after
}

// before presents the training samples without learning.
func before(t *testing.T, c *networktest.Case, initial state) (presentation, state) {
	t.Helper()
	a := c.Train
	a.Learn, a.InFlight = false, len(a.Indices)
	return conduct(t, c.Spec, c, a, initial)
}

// errorsOf returns the factor of each neuron's spike times in the batch's
// objective: n* − n of outputs, and λ(r* − r̄) of hidden neurons.
func errorsOf(c *networktest.Case, fired presentation) [][][]float64 {
	errors := make([][][]float64, len(fired))
	for s := range fired {
		errors[s] = make([][]float64, len(fired[s]))
		for p := range fired[s] {
			for i, times := range fired[s][p] {
				e := c.Spec.Learning.Regularisation * (c.Spec.Learning.TargetRate - meanCount(fired, p, i))
				if p == len(fired[s])-1 {
					target := c.Spec.Learning.Targets.Other
					if i == c.Train.Labels[s] {
						target = c.Spec.Learning.Targets.Right
					}
					e = float64(target - len(times))
				}
				errors[s][p] = append(errors[s][p], e)
			}
		}
	}
	return errors
}

func meanCount(fired presentation, population, index int) float64 {
	count := 0
	for s := range fired {
		count += len(fired[s][population][index])
	}
	return float64(count) / float64(len(fired))
}

// objective is the mean over samples of Σ e·T over all spikes, whose derivative
// back-propagation descends.
func objective(errors [][][]float64, fired presentation) float64 {
	sum := 0.0
	for s := range fired {
		for p := range fired[s] {
			for i, times := range fired[s][p] {
				for _, time := range times {
					sum += errors[s][p][i] * time
				}
			}
		}
	}
	return sum / float64(len(fired))
}

// sameCounts reports whether all neurons fire the same number of spikes.
func sameCounts(x, y presentation) bool {
	for s := range x {
		for p := range x[s] {
			for i := range x[s][p] {
				if len(x[s][p][i]) != len(y[s][p][i]) {
					return false
				}
			}
		}
	}
	return true
}

// numbersOf are the numbers of a neuron that back-propagation learns.
type numbersOf func(*messages.State) *[]float64

func weightsOf(s *messages.State) *[]float64 { return &s.Weights }
func delaysOf(s *messages.State) *[]float64  { return &s.Delays }

// moved returns a copy with one number moved by a step.
func (s state) moved(numbers numbersOf, population, index, synapse int, step float64) state {
	copied := slices.Clone(s)
	copied[population] = slices.Clone(s[population])
	list := numbers(&copied[population][index])
	*list = slices.Clone(*list)
	(*list)[synapse] += step
	return copied
}

// differences is what came of comparing derivatives with finite differences, by the number of hidden populations.
type differences struct {
	every    int // of how many derivatives one is compared
	seen     int
	compared map[int]int
	worst    map[int]float64
}

func compareEvery(every int) differences {
	return differences{every: every, compared: map[int]int{}, worst: map[int]float64{}}
}

// compare moves every weight of a network, or every delay that it learns at a rate, and compares what that does to the objective
// with the gradient. It returns what the network fires. Differences across which a neuron fires another number of spikes are left
// out, and steep ones, next to a hair trigger.
func (d *differences) compare(t *testing.T, seed uint64, c *networktest.Case, numbers numbersOf, rate float64) presentation {
	t.Helper()
	const step, steep = 1e-6, 20
	fired, start := before(t, c, nil)
	errors := errorsOf(c, fired)
	_, learned := conduct(t, c.Spec, c, c.Train, nil)
	hidden := len(start) - 1
	for p := range start {
		for i := range start[p] {
			after := *numbers(&learned[p][i])
			for j, value := range *numbers(&start[p][i]) {
				if rate != 1 && (value == 0 || value == constantDelay) {
					continue // a delay that is not drawn, and not learned
				}
				if d.seen++; d.seen%d.every != 0 {
					continue
				}
				gradient := (value - after[j]) / rate
				up, _ := before(t, c, start.moved(numbers, p, i, j, step))
				down, _ := before(t, c, start.moved(numbers, p, i, j, -step))
				difference := (objective(errors, up) - objective(errors, down)) / (2 * step)
				if !sameCounts(up, down) || !sameCounts(up, fired) || math.Abs(difference) > steep {
					continue
				}
				d.compared[hidden]++
				deviation := math.Abs(gradient-difference) / max(math.Abs(difference), 1e-2)
				d.worst[hidden] = max(d.worst[hidden], deviation)
				if deviation > 1e-4 {
					t.Errorf("seed %d, %d hidden populations, synapse %d of neuron %d in population %d: gradient %.9g, difference %.9g",
						seed, hidden, j, i, p+1, gradient, difference)
				}
			}
		}
	}
	return fired
}

// expect wants a number of comparisons with one to three hidden populations.
func (d *differences) expect(t *testing.T, fewest int) {
	t.Helper()
	t.Logf("compared %v, worst %v", d.compared, d.worst)
	for hidden := 1; hidden <= 3; hidden++ {
		if d.compared[hidden] < fewest {
			t.Errorf("only %d derivatives compared with %d hidden populations", d.compared[hidden], hidden)
		}
	}
}

// The gradient is the derivative of the objective in which the errors are held
// constant, for every weight of networks with one, two and three hidden
// populations, dense and sparse.
func TestTheGradientIsThatOfFiniteDifferences(t *testing.T) {
	d, unseen := compareEvery(1), 0
	seeds, fewest := uint64(24), 300
	if testing.Short() {
		seeds, fewest = 6, 20
	}
	for seed := range seeds {
		c := exactCase(t, seed)
		fired := d.compare(t, seed, &c, weightsOf, 1)
		unseen += late(fired, c.Spec.Neurons[len(c.Spec.Neurons)-1].Duration)
	}
	if unseen == 0 {
		t.Error("no hidden spike comes after the output's end")
	}
	d.expect(t, fewest)
}

// addShortcuts makes a graph without cycles of a chain: projections that skip populations or join the same two twice, with
// delays, and neurons with other time constants, refractory ones, and some with a drive. Of most seeds the delays of
// synapses learn.
func addShortcuts(c *networktest.Case, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 0x5c))
	n := &c.Spec.Topology
	for to := 1; to < len(n.Sizes); to++ {
		for from := range to {
			if r.IntN(2) == 0 {
				continue
			}
			p := topology.Projection{From: from, To: to, Rule: topology.Dense{}, Weights: topology.Uniform{Low: -0.5, High: 0.8}}
			if r.IntN(2) == 0 {
				p.Rule = topology.FixedInDegree{InDegree: 1 + r.IntN(n.Sizes[from])}
			}
			drawn := topology.Uniform{Low: 0, High: 0.03}
			p.Delays = []topology.Delays{
				{}, {Distribution: topology.Constant{Value: constantDelay}}, {Distribution: drawn, PerAxon: true}, {Distribution: drawn},
			}[r.IntN(4)]
			p.LearnsDelays = p.Delays.Distribution == drawn && !p.Delays.PerAxon && seed%4 != 1
			n.Projections = append(n.Projections, p)
		}
	}
	for i := range c.Spec.Neurons {
		c.Spec.Neurons[i].TauMem = []float64{0, 0.1, 0.2}[r.IntN(3)]
		c.Spec.Neurons[i].Refractory = []float64{0, 0.004}[r.IntN(2)]
	}
	c.Spec.Drives = make([]neuron.Drive, len(c.Spec.Neurons))
	c.Spec.Drives[r.IntN(len(c.Spec.Drives))] = neuron.Drive{Rate: 40, Weight: 0.1}
	c.Train.Rates.Delays = delayRate
}

const (
	constantDelay = 0.01 // seconds
	delayRate     = 1e-6 // so low that no delay reaches a bound
)

// The same holds for graphs without cycles, and for the delays that they learn.
func TestTheGradientOfAGraphIsThatOfFiniteDifferences(t *testing.T) {
	d, delays := compareEvery(8), compareEvery(2)
	seeds, fewest := uint64(20), 20
	if testing.Short() {
		seeds, fewest = 6, 4
	}
	for seed := range seeds {
		c := exactCase(t, seed)
		addShortcuts(&c, seed)
		d.compare(t, seed, &c, weightsOf, 1)
		delays.compare(t, seed, &c, delaysOf, delayRate)
	}
	d.expect(t, fewest)
	if !testing.Short() { // few of six graphs learn delays
		delays.expect(t, fewest/2)
	}
}

// late counts the hidden spikes that come after the output's end of the sample.
func late(fired presentation, end float64) int {
	count := 0
	for s := range fired {
		for _, times := range fired[s][len(fired[s])-2] {
			for _, time := range times {
				if time > end {
					count++
				}
			}
		}
	}
	return count
}

// The output neurons learn the same by back-propagation as by any other rule: the
// error of their spikes is e_o there as well.
func TestTheOutputLearnsAsByOtherRules(t *testing.T) {
	moved := 0
	for seed := range uint64(40) {
		for _, gradient := range learning.Gradients() {
			c := exactCase(t, seed)
			c.Spec.Learning.Gradient = gradient
			_, start := before(t, &c, nil)
			_, back := conduct(t, c.Spec, &c, c.Train, nil)
			output := len(start) - 1
			for _, name := range []string{"sfdfa", "dfa"} {
				c.Spec.Learning.Rule = mustRule(t, name)
				_, local := conduct(t, c.Spec, &c, c.Train, nil)
				for i := range back[output] {
					for j, w := range back[output][i].Weights {
						step := math.Abs(w - start[output][i].Weights[j])
						if step > 0 {
							moved++
						}
						if deviation := math.Abs(w - local[output][i].Weights[j]); deviation > 1e-9*max(1, step) {
							t.Errorf("seed %d, %s: synapse %d of output %d is %.17g, with bp %.17g", seed, name, j, i, local[output][i].Weights[j], w)
						}
					}
				}
			}
		}
	}
	if moved < 500 {
		t.Errorf("only %d weights moved", moved)
	}
}

// trained is the digest and the traffic of a network after three passes over its
// training samples.
func trained(t *testing.T, c networktest.Case, cpuCores int) (messages.Digest, messages.Tally) {
	t.Helper()
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	e, err := reference.New(net, network.Setup{Parts: c.Parts, CPUCores: cpuCores})
	if err != nil {
		t.Fatal(err)
	}
	var tally messages.Tally
	for range 3 {
		finished, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
		if err != nil {
			t.Fatal(err)
		}
		tally = finished.Tally
		c.Train.First += uint64(len(c.Train.Indices))
	}
	digest, err := e.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return digest, tally
}

// Neither the number of CPU cores nor the placement of neurons changes a bit.
func TestBackPropagationGivesTheSameBitsOnAnyNumberOfCPUCores(t *testing.T) {
	digests := map[messages.Digest]bool{}
	for seed := range uint64(20) {
		c := networktest.Random(seed)
		c.Spec.Learning.Rule, c.Spec.Learning.Form = mustRule(t, "bp"), learning.Fused
		if seed%2 == 1 {
			addShortcuts(&c, seed/2)
			c.Train.Rates.Delays = 0.01
		}
		want, tally := trained(t, c, 1)
		if tally.Broadcasts != 0 || tally.SynapticEvents == 0 {
			t.Errorf("seed %d: traffic %+v, want synaptic events and no broadcast", seed, tally.Count)
		}
		for _, procs := range []int{1, 2, 5} {
			c.Spec.NeuronsPerCore = procs
			if got, _ := trained(t, c, procs); got != want {
				t.Errorf("seed %d: %d CPU cores give %v, want %v", seed, procs, got, want)
			}
		}
		digests[want] = true
	}
	if len(digests) < 20 {
		t.Errorf("%d different digests of 20 networks", len(digests))
	}
}

func TestBackPropagationReportsWeightsThatOverflow(t *testing.T) {
	c := exactCase(t, 1)
	c.Train.Rates.Weights = math.Inf(1)
	_, e := networktest.Start(t, &c, reference.New)
	_, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
	if err == nil || !strings.Contains(err.Error(), "must be finite") {
		t.Errorf("error %v, want one about a weight that is not finite", err)
	}
}

// A batch finds nothing of the one before: a gradient is the same after a batch
// that moved no weight.
func TestABatchFindsNothingOfTheOneBefore(t *testing.T) {
	for seed := range uint64(20) {
		c := exactCase(t, seed)
		_, want := conduct(t, c.Spec, &c, c.Train, nil)
		net, err := network.New(c.Spec)
		if err != nil {
			t.Fatal(err)
		}
		e, err := reference.New(net, network.Setup{Parts: c.Parts})
		if err != nil {
			t.Fatal(err)
		}
		for _, rate := range []float64{0, c.Train.Rates.Weights} {
			c.Train.Rates.Weights = rate
			if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
				t.Fatal(err)
			}
		}
		for p := range want {
			next := 0
			err := e.States(p+1, func(states []messages.State) error {
				for i := range states {
					if !slices.Equal(states[i].Weights, want[p][next].Weights) {
						t.Errorf("seed %d: neuron %d of population %d has weights %v, want %v", seed, next, p+1, states[i].Weights, want[p][next].Weights)
					}
					next++
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
