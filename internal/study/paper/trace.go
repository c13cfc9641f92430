package paper

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/plot/vg"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
)

// Trace is Fig. 3: the toy neuron's time course at one critical point. Its last
// spike "narrowly crosses the threshold (i.e. hair trigger) due to a low input
// current", which makes the exact factor and with it the gradient large
// (Section 3.1).
type Trace struct {
	ToyNeuron
	// Weights are the two weights; without any it is the marked point of Fig. 2.
	Weights []float64
	Points  int
}

func newTrace() Calculation { return &Trace{ToyNeuron: newToyNeuron(), Points: 1000} }

// Draw implements Calculation.
func (t *Trace) Draw() (*Drawing, error) {
	n, err := t.neuron()
	if err != nil {
		return nil, err
	}
	if t.Points < 2 || t.Points > mostPoints {
		return nil, settings.Errorf("points is %d, allowed: from 2 to %d", t.Points, mostPoints)
	}
	p, err := t.place(n)
	if err != nil {
		return nil, err
	}
	c := newTimeCourse(n, p, t.Points)
	d := &Drawing{Picture: figure.Picture{Width: 7.5 * vg.Inch, Height: 7.5 * vg.Inch}, Table: c.table(), Notes: c.notes()}
	d.Drawing, err = c.plot(t.title())
	return d, err
}

// place is where the trace is taken.
func (t *Trace) place(n *builtNeuron) (*place, error) {
	switch len(t.Weights) {
	case 0:
		if p := marked(n.criticalPoints(n.survey(), exactOf)); p != nil {
			return p, nil
		}
		return nil, settings.Errorf("there is no critical point between the weights %g and %g on a grid of %d×%d, allowed: other settings of the neuron, or --at with two weights", t.Low, t.High, t.Grid, t.Grid)
	case 2:
		w := weights(t.Weights)
		if !(w.norm() <= mostWeight) {
			return nil, settings.Errorf("at is %v, allowed: two weights W1,W2 of at most %g", w, mostWeight)
		}
		p := n.at(w)
		return &p, nil
	}
	return nil, settings.Errorf("at has %d weights, allowed: two, W1,W2", len(t.Weights))
}

// timeCourse is what happens over time at one place, as it is drawn.
type timeCourse struct {
	*place
	neuron  *builtNeuron
	moments []lif.Moment
}

func newTimeCourse(n *builtNeuron, p *place, points int) *timeCourse {
	var times []float64
	for i := range points {
		times = append(times, n.Duration*float64(i)/float64(points-1))
	}
	for k := range p.ownSpikes {
		time := p.ownSpikes[k].Time
		times = append(times, time, math.Nextafter(time, math.Inf(1))) // before and after the reset
	}
	for _, spikes := range n.Spikes {
		for _, time := range spikes {
			times = append(times, max(0, math.Nextafter(time, 0)), time) // without and with the spike
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	return &timeCourse{place: p, neuron: n, moments: lif.Trajectory(n.model, p.weights[:], &n.input, p.ownSpikes, times)}
}

// fired is the number of own spikes up to a time.
func (c *timeCourse) fired(time float64) int {
	return sort.Search(len(c.ownSpikes), func(k int) bool { return c.ownSpikes[k].Time > time })
}

// factor is that of the gradient at a moment, as if the neuron fired then; nil
// where the current is too low for it to.
func (c *timeCourse) factor(g learning.Gradient, current float64) *float64 {
	if current <= c.neuron.model.C {
		return nil
	}
	factor := c.neuron.model.GradientFactor(g, current)
	return &factor
}

func (c *timeCourse) table() (t table.Table) {
	t.Columns = []string{"time_s", "potential_per_s", "current_per_s", "threshold_c_per_s", "factor_exact_s2", "factor_modified_s2",
		"own_spikes", "exact_w1_s", "exact_w2_s", "modified_w1_s", "modified_w2_s"}
	for _, m := range c.moments {
		fired := c.fired(m.Time)
		exact, modified := c.neuron.gradient(learning.Exact, c.ownSpikes[:fired]), c.neuron.gradient(learning.Modified, c.ownSpikes[:fired])
		t.Add(m.Time, m.Potential, m.Current, c.neuron.model.C, c.factor(learning.Exact, m.Current), c.factor(learning.Modified, m.Current),
			fired, exact[0], exact[1], modified[0], modified[1])
	}
	return t
}

func (c *timeCourse) notes() []string {
	list := []string{fmt.Sprintf("at the weights %v the neuron fires %d spikes", c.weights, len(c.ownSpikes))}
	if len(c.ownSpikes) == 0 {
		return list
	}
	k := mostNarrow(c.ownSpikes)
	m, current := c.neuron.model, c.ownSpikes[k].Current
	return append(list,
		fmt.Sprintf("spike %d of them, at %.4g ms, crosses the threshold most narrowly: I = %.4g c", k+1, 1e3*c.ownSpikes[k].Time, current/m.C),
		fmt.Sprintf("its factor: exact %.4g s², modified %.4g s² (bound τ/c = %.4g s²)", m.GradientFactor(learning.Exact, current), m.GradientFactor(learning.Modified, current), m.TauMem/m.C),
		fmt.Sprintf("length of the gradient over all spikes: exact %.4g s, modified %.4g s", c.exact.norm(), c.modified.norm()))
}
