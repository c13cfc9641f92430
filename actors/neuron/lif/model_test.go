package lif_test

import (
	"math"
	"strings"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
)

func TestNewModelDerives(t *testing.T) {
	m := newModel(t, lif.Parameters{TauSyn: 0.1, Threshold: 0.05, Duration: 0.2, SpikeCap: 3})
	if m.TauMem != 0.2 || m.C != 0.25 {
		t.Errorf("τ = %v s and c = %v, want 0.2 s and 0.25", m.TauMem, m.C)
	}
}

func TestNewModelChecksParameters(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*lif.Parameters)
		want   string // "" if allowed
	}{
		{"as they are", func(*lif.Parameters) {}, ""},
		{"τs 0", func(p *lif.Parameters) { p.TauSyn = 0 }, "synaptic time constant is 0, must be positive"},
		{"τs NaN", func(p *lif.Parameters) { p.TauSyn = math.NaN() }, "synaptic time constant is NaN"},
		{"ϑ negative", func(p *lif.Parameters) { p.Threshold = -0.1 }, "threshold is -0.1, must be positive"},
		{"ϑ infinite", func(p *lif.Parameters) { p.Threshold = math.Inf(1) }, "threshold is +Inf"},
		{"T_max 0", func(p *lif.Parameters) { p.Duration = 0 }, "duration is 0, must be positive"},
		{"T_max infinite", func(p *lif.Parameters) { p.Duration = math.Inf(1) }, "duration is +Inf"},
		{"T_max/τs 600", func(p *lif.Parameters) { p.TauSyn, p.Duration = 1, 600 }, ""},
		{"T_max/τs 601", func(p *lif.Parameters) { p.TauSyn, p.Duration = 1, 601 }, "must be at most 600"},
		{"cap 1", func(p *lif.Parameters) { p.SpikeCap = 1 }, ""},
		{"cap 0", func(p *lif.Parameters) { p.SpikeCap = 0 }, "spike cap is 0, must be from 1 to 1000000"},
		{"cap huge", func(p *lif.Parameters) { p.SpikeCap = math.MaxInt }, "must be from 1 to 1000000"},
	} {
		p := round
		test.change(&p)
		_, err := lif.NewModel(p)
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: error %q, want none", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.want)
		}
	}
}
