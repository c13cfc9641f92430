package paper

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
)

// Factor is Fig. 1: the factor that the local gradient of a spike time has, over the
// synaptic current I at the spike. Exact it is τ/(I − c) and exceeds any bound as
// I comes down to c (Eq. 17); modified it is τ/I, below τ/c since I > c at every
// spike (Eq. 18).
type Factor struct {
	TauSyn    float64 // τs, s
	Threshold float64 // ϑ
	Highest   float64 // current up to which it is drawn, in units of c
	Points    int
}

func newFactor() Calculation {
	return &Factor{TauSyn: 0.13, Threshold: 0.2, Highest: 5, Points: 400}
}

// highestFactor is up to where the picture goes, in units of the bound τ/c.
const highestFactor = 5

// Draw implements Calculation.
func (f *Factor) Draw() (*Drawing, error) {
	if !(f.Highest > 1 && f.Highest <= 1e6) {
		return nil, settings.Errorf("highest-current is %v c, allowed: above 1, up to 1e6", f.Highest)
	}
	if f.Points < 2 || f.Points > mostPoints {
		return nil, settings.Errorf("points is %d, allowed: from 2 to %d", f.Points, mostPoints)
	}
	m, err := lif.NewModel(model.Parameters{TauSyn: f.TauSyn, Threshold: f.Threshold, Duration: f.TauSyn, SpikeCap: 1})
	if err != nil {
		return nil, settings.Errorf("%w", err)
	}
	d := &Drawing{Picture: figure.Picture{Width: 6 * vg.Inch, Height: 4 * vg.Inch}}
	d.Table.Columns = []string{"current_per_s", "current_over_c", "factor_exact_s2", "factor_modified_s2"}
	var exact, modified plotter.XYs
	bound := m.TauMem / m.C
	for n := range f.Points {
		// The first is just above c, where no spike is.
		ratio := 1 + (f.Highest-1)*float64(n+1)/float64(f.Points)
		current := ratio * m.C
		e, b := m.GradientFactor(learning.Exact, current), m.GradientFactor(learning.Modified, current)
		d.Table.Add(current, ratio, e, b)
		exact, modified = append(exact, plotter.XY{X: current, Y: e}), append(modified, plotter.XY{X: current, Y: b})
	}
	d.Notes = []string{fmt.Sprintf("c = ϑ/τ = %.4g /s, τ = %.4g s: the modified factor stays below τ/c = %.4g s²", m.C, m.TauMem, bound)}
	p, err := f.plot(m, exact, modified)
	d.Drawing = single(p)
	return d, err
}

func (f *Factor) plot(m *lif.Model, exact, modified plotter.XYs) (*plot.Plot, error) {
	p := figure.New(fmt.Sprintf("Factor of the local gradient of a spike time (τs = %v s, ϑ = %v)", f.TauSyn, f.Threshold))
	p.X.Label.Text, p.Y.Label.Text = "synaptic current I at the spike (1/s)", "factor (s²)"
	bound, highest := m.TauMem/m.C, f.Highest*m.C
	top := highestFactor * bound
	for _, line := range []figure.Line{
		{Name: "exact: τ/(I − c)", Points: exact, Color: figure.Colors[exactColor], Width: 1.6},
		{Name: "modified: τ/I", Points: modified, Color: figure.Colors[modifiedColor], Width: 1.6},
		{Name: "I = c", Points: plotter.XYs{{X: m.C, Y: 0}, {X: m.C, Y: top}}, Color: figure.Grey, Width: 1, Dashes: figure.Dashed},
		{Name: "τ/c, the bound", Points: plotter.XYs{{X: m.C, Y: bound}, {X: highest, Y: bound}}, Color: figure.Grey, Width: 1, Dashes: figure.Dotted},
	} {
		if err := line.AddTo(p); err != nil {
			return nil, err
		}
	}
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, highest, 0, top
	p.Legend.Top = true
	p.Legend.XOffs, p.Legend.YOffs = -vg.Points(8), -vg.Points(4)
	return p, nil
}
