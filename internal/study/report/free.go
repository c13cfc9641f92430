package report

import (
	"fmt"
	"maps"
	"slices"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/chip"
)

// Free is what a page shows of a network that ran freely.
type Free struct {
	Run      string // name of the directory
	Report   *simulation.Report
	Spikes   figure.Picture
	Mesh     *figure.Picture   // or nil
	OverTime *figure.Picture   // traffic, or nil
	Files    map[string]string // beside the page: what is in each
}

// Page renders the page, well-formed as XML too.
func (f *Free) Page() ([]byte, error) {
	r := f.Report
	parts := []part{
		{section{id: "summary", title: "Summary"}, f.summary()},
		{section{id: "spikes", title: "Spikes and firing rates"}, f.spikes()},
		{section{id: "traffic", title: "Traffic", needs: "a placement of its cores on a mesh (--placement)"}, f.traffic()},
	}
	for _, p := range parts {
		if p.content == nil {
			continue
		}
		for _, b := range p.blocks {
			if b.Drawing == nil {
				continue
			}
			if err := b.Drawing.draw(); err != nil {
				return nil, fmt.Errorf("report: %w", err)
			}
		}
	}
	var files []file
	for _, name := range slices.Sorted(maps.Keys(f.Files)) {
		files = append(files, file{name: name, about: f.Files[name]})
	}
	headline := fmt.Sprintf("%s neurons fired %s spikes in %s of biological time", numeral.Short(float64(r.Neurons)), numeral.Short(float64(r.Spikes)), numeral.Seconds(r.Duration))
	return renderPage(&page{Title: fmt.Sprintf("%s, seed %d", r.Network, r.Seed), Headline: headline, Run: f.Run}, parts, files)
}

// summary is a run in numbers.
func (f *Free) summary() *content {
	r, c := f.Report, &content{}
	g := &grid{Caption: "the run in numbers", Head: []string{"what", "number"}}
	row := func(what string, value cell) { g.Rows = append(g.Rows, []cell{word(what), value}) }
	row("neurons", whole(r.Neurons))
	row("synapses, where chance decides their mean", short(r.Synapses))
	row("biological time", number("%s", numeral.Seconds(r.Duration)))
	row("time", number("%s", numeral.Duration(r.Wall)))
	row("real-time factor (time by biological time)", rounded(r.RealTimeFactor, 3))
	row("spikes", short(float64(r.Spikes)))
	row("synaptic events", short(float64(r.Events)))
	row("synaptic events a second of time, without those of drives", short(r.EventRate))
	row("digest of all spikes", number("%s", r.Digest[:16]))
	c.grid(g)
	return c
}

// spikes is the raster, and how the populations fire.
func (f *Free) spikes() *content {
	r, c := f.Report, &content{}
	c.draw(&drawing{Picture: f.Spikes, Alt: "spikes of some neurons of each population as dots over the first half second, and the populations' firing rates below"})
	g := &grid{Caption: "populations", Head: []string{"population", "firing rate (Hz)", "CV of intervals", "correlation"}}
	for _, name := range r.Populations {
		g.Rows = append(g.Rows, []cell{word(name), rounded(r.Rates[name], 3), known(r.CV, name), known(r.Correlation, name)})
	}
	c.grid(g)
	if r.Transient > 0 {
		c.text("The table leaves out the first %s, in which the network settles.", numeral.Seconds(r.Transient))
	}
	c.text("The CV (coefficient of variation) of the intervals between a neuron's spikes is 0 for a clock and 1 for a Poisson process. " +
		"The correlation is that of the spike counts of pairs of neurons.")
	return c
}

// traffic is what the run put on a mesh, or nil.
func (f *Free) traffic() *content {
	t := f.Report.Traffic
	if t == nil {
		return nil
	}
	c := &content{}
	c.text("On %s, %s placement on %s. Each spike is a packet to every core where it reaches a synapse.", numeral.Several(t.Cores, "core"), t.Placement, t.Grid)
	if f.Mesh != nil {
		c.draw(&drawing{Picture: *f.Mesh, Alt: "the mesh: cores by synaptic operations, links by packets"})
	}
	if f.OverTime != nil {
		c.draw(&drawing{Picture: *f.OverTime, Alt: "operations of each core and packets of each link over time, the busiest in colour"})
	}
	g := &grid{Caption: "a second of biological time", Head: []string{"what", "number"}}
	row := func(what string, value cell) { g.Rows = append(g.Rows, []cell{word(what), value}) }
	row("packets", short(t.Packets))
	row("hops", short(t.Hops))
	row("bits", short(t.Bits))
	row("synaptic operations", short(t.Operations))
	row("busiest core: "+t.BusiestCore.Name+", "+times(t.BusiestCore), short(t.BusiestCore.PerSecond))
	row("busiest link: "+t.BusiestLink.Name+", "+times(t.BusiestLink), short(t.BusiestLink.PerSecond))
	row("energy without a clock: an estimate by "+t.Energy.Profile, joules(t.Energy.Dynamic))
	if t.Energy.Clocked != nil {
		row("energy with a clock: an estimate", joules(*t.Energy.Clocked))
	}
	c.grid(g)
	return c
}

func times(b chip.Busiest) string { return fmt.Sprintf("%.3g times the mean", b.Imbalance) }

// known is a population's number, or a dash.
func known(of map[string]float64, name string) cell {
	if value, is := of[name]; is {
		return rounded(value, 3)
	}
	return number("–")
}
