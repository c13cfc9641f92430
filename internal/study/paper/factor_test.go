package paper

import (
	"math"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// near reports whether two numbers are the same but for rounding.
func near(x, y float64) bool { return math.Abs(x-y) <= 1e-12*max(1, math.Abs(y)) }

// With τs = 0.13 s and ϑ = 0.2, as on MNIST, τ = 0.26 s, c = 1/1.3 per second and
// τ/c = 0.338 s². At I = 2c the exact factor is τ/c and the modified one half of it;
// at I = 5c they are τ/4c and τ/5c.
func TestTheFactorByHand(t *testing.T) {
	f := newFactor().(*Factor)
	f.Points = 4 // at 2c, 3c, 4c and 5c
	d, err := f.Draw()
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range map[int][4]float64{
		0: {2 / 1.3, 2, 0.338, 0.169},
		3: {5 / 1.3, 5, 0.0845, 0.0676},
	} {
		for column, value := range d.Table.Rows[row] {
			if !near(value.(float64), want[column]) {
				t.Errorf("row %d, %s: %v, want %v", row, d.Table.Columns[column], value, want[column])
			}
		}
	}
}

// The exact factor "diverges": above c, however close, it exceeds any bound, where
// the modified one is τ/c at most (Section 2.4, Eqs. 17 and 18).
func TestOnlyTheExactFactorExceedsAnyBound(t *testing.T) {
	m, err := lif.NewModel(model.Parameters{TauSyn: 0.13, Threshold: 0.2, Duration: 0.2, SpikeCap: 1})
	if err != nil {
		t.Fatal(err)
	}
	for bound := 1.0; bound < 1e12; bound *= 10 {
		current := m.C + m.TauMem/(2*bound)
		if exact := m.GradientFactor(learning.Exact, current); exact < bound {
			t.Errorf("at c + %g the exact factor is %g, want more than %g", current-m.C, exact, bound)
		}
		if modified := m.GradientFactor(learning.Modified, current); !(modified > 0 && modified <= m.TauMem/m.C) {
			t.Errorf("at c + %g the modified factor is %g, want up to %g", current-m.C, modified, m.TauMem/m.C)
		}
	}
}
