package paper

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/learning"
)

// plot draws the time course in four panels with one axis of time.
func (c *timeCourse) plot(title string) (figure.Drawing, error) {
	panels := &figure.Panels{Title: "A neuron at the weights " + c.weights.String() + "\n" + title, Right: legendWidth}
	for _, build := range []func(*plot.Plot) error{c.potential, c.current, c.factors, c.gradients} {
		p := figure.New("")
		p.Title.Padding = 0
		if err := build(p); err != nil {
			return nil, err
		}
		p.X.Min, p.X.Max = 0, 1.04e3*c.neuron.Duration // room for half of the last number
		if ticks, ok := p.Y.Tick.Marker.(figure.Ticks); ok {
			ticks.Most = 5
			p.Y.Tick.Marker = ticks
			margin := 0.06 * (p.Y.Max - p.Y.Min)
			p.Y.Min, p.Y.Max = p.Y.Min-margin, p.Y.Max+margin
		}
		p.X.Tick.Marker = figure.Unlabelled{Ticker: p.X.Tick.Marker}
		p.Legend.Top, p.Legend.XOffs = true, legendWidth // beside the panel
		panels.Rows = append(panels.Rows, []*plot.Plot{p})
	}
	last := panels.Rows[len(panels.Rows)-1][0]
	last.X.Label.Text, last.X.Tick.Marker = "time (ms)", figure.Ticks{Most: 8}
	return panels, nil
}

const legendWidth = 1.35 * vg.Inch

func (c *timeCourse) potential(p *plot.Plot) error {
	p.Y.Label.Text = "potential v (1/s)"
	v := func(m *lif.Moment) *float64 { return &m.Potential }
	if err := c.add(p, "potential", v, figure.Colors[2], nil); err != nil {
		return err
	}
	if err := c.addThreshold(p, "threshold c"); err != nil {
		return err
	}
	at := func(*model.OwnSpike) float64 { return c.neuron.model.C }
	if err := c.addSpikes(p, "own spikes", at, figure.Colors[2]); err != nil {
		return err
	}
	return c.addInputs(p)
}

func (c *timeCourse) current(p *plot.Plot) error {
	p.Y.Label.Text = "current I (1/s)"
	i := func(m *lif.Moment) *float64 { return &m.Current }
	if err := c.add(p, "current", i, figure.Colors[3], nil); err != nil {
		return err
	}
	if err := c.addThreshold(p, "c"); err != nil {
		return err
	}
	return c.addSpikes(p, "at own spikes", func(f *model.OwnSpike) float64 { return f.Current }, figure.Colors[3])
}

func (c *timeCourse) factors(p *plot.Plot) error {
	p.Y.Label.Text = "factor (s²)"
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, powers{}
	for _, g := range gradientStyles {
		f := func(m *lif.Moment) *float64 { return c.factor(g.of, m.Current) }
		if err := c.add(p, g.name, f, figure.Colors[g.color], nil); err != nil {
			return err
		}
		at := func(ownSpike *model.OwnSpike) float64 { return c.neuron.model.GradientFactor(g.of, ownSpike.Current) }
		if err := c.addSpikes(p, "", at, figure.Colors[g.color]); err != nil {
			return err
		}
	}
	if p.Y.Min > p.Y.Max { // the current never exceeds c, and nothing is drawn
		bound := c.neuron.model.TauMem / c.neuron.model.C
		p.Y.Min, p.Y.Max = bound/10, bound
	}
	return nil
}

// gradientStyles are the two gradients as they are drawn.
var gradientStyles = []struct {
	of    learning.Gradient
	name  string
	color int
}{
	{learning.Exact, "exact", exactColor},
	{learning.Modified, "modified", modifiedColor},
}

func (c *timeCourse) gradients(p *plot.Plot) error {
	p.Y.Label.Text = "gradient Σ dT/dw (s)"
	for _, g := range gradientStyles {
		for w, dashes := range [][]vg.Length{nil, figure.Dashed} {
			component := func(m *lif.Moment) *float64 {
				sum := c.neuron.gradient(g.of, c.ownSpikes[:c.fired(m.Time)])
				return &sum[w]
			}
			if err := c.add(p, g.name+", "+[]string{"w1", "w2"}[w], component, figure.Colors[g.color], dashes); err != nil {
				return err
			}
		}
	}
	return nil
}
