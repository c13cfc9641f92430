package lif_test

import (
	"math"
	"strings"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
)

func TestNewModelDerives(t *testing.T) {
	m := newModel(t, model.Parameters{TauSyn: 0.1, Threshold: 0.05, Duration: 0.2, SpikeCap: 3})
	if m.TauMem != 0.2 || m.C != 0.25 {
		t.Errorf("τ = %v s and c = %v, want 0.2 s and 0.25", m.TauMem, m.C)
	}
}

func TestNewModelChecksParameters(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*model.Parameters)
		want   string // "" if allowed
	}{
		{"as they are", func(*model.Parameters) {}, ""},
		{"τs 0", func(p *model.Parameters) { p.TauSyn = 0 }, "synaptic time constant is 0, must be positive"},
		{"τs NaN", func(p *model.Parameters) { p.TauSyn = math.NaN() }, "synaptic time constant is NaN"},
		{"ϑ negative", func(p *model.Parameters) { p.Threshold = -0.1 }, "threshold is -0.1, must be positive"},
		{"ϑ infinite", func(p *model.Parameters) { p.Threshold = math.Inf(1) }, "threshold is +Inf"},
		{"T_max 0", func(p *model.Parameters) { p.Duration = 0 }, "duration is 0, must be positive"},
		{"T_max infinite", func(p *model.Parameters) { p.Duration = math.Inf(1) }, "duration is +Inf"},
		{"T_max/τs 600", func(p *model.Parameters) { p.TauSyn, p.Duration = 1, 600 }, ""},
		{"T_max/τs 601", func(p *model.Parameters) { p.TauSyn, p.Duration = 1, 601 }, "must be at most 600"},
		{"t_ref", func(p *model.Parameters) { p.Refractory = 0.002 }, "refractory time is 0.002 s and constant current 0, must be 0"},
		{"u", func(p *model.Parameters) { p.Current = -1 }, "constant current -1, must be 0"},
		{"cap 1", func(p *model.Parameters) { p.SpikeCap = 1 }, ""},
		{"cap 0", func(p *model.Parameters) { p.SpikeCap = 0 }, "spike cap is 0, must be from 1 to 1000000"},
		{"cap huge", func(p *model.Parameters) { p.SpikeCap = math.MaxInt }, "must be from 1 to 1000000"},
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
