package eventlif_test

import (
	"math"
	"strings"
	"testing"

	"sfdfa-actors/actors/neuron/eventlif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

func TestNewModelDerives(t *testing.T) {
	m := newModel(t, model.Parameters{TauSyn: 0.01, Threshold: 0.1, Duration: 100, SpikeCap: 3})
	if m.TauMem != 0.02 || m.C != 5 || m.End() != 100 || m.NewPacked() != nil {
		t.Errorf("τm %v, c %v, end %v, want 0.02, 5 and 100, and nothing packed", m.TauMem, m.C, m.End())
	}
}

func TestNewModelChecksParameters(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*model.Parameters)
		want   string // "" if allowed
	}{
		{"as they are", func(*model.Parameters) {}, ""},
		{"τs negative", func(p *model.Parameters) { p.TauSyn = -1 }, "synaptic time constant is -1, must be positive"},
		{"t_ref negative", func(p *model.Parameters) { p.Refractory = -0.001 }, "refractory time is -0.001, must be finite and not negative"},
		{"t_ref infinite", func(p *model.Parameters) { p.Refractory = math.Inf(1) }, "refractory time is +Inf"},
		{"u NaN", func(p *model.Parameters) { p.Current = math.NaN() }, "constant current is NaN, must be finite"},
		{"τm = τs", func(p *model.Parameters) { p.TauMem = p.TauSyn }, "must differ from the synaptic one, 0.01 s, by at least 1 %"},
		{"τm little more", func(p *model.Parameters) { p.TauMem = 0.01009 }, "membrane time constant is 0.01009 s"},
		{"τm little less", func(p *model.Parameters) { p.TauMem = 0.00991 }, "membrane time constant is 0.00991 s"},
		{"τm 2 % more", func(p *model.Parameters) { p.TauMem = 0.0102 }, ""},
		{"τm 2 % less", func(p *model.Parameters) { p.TauMem = 0.0098 }, ""},
		{"T_max/τm huge", func(p *model.Parameters) { p.TauMem, p.Duration = 1e-6, 1001 }, "must be at most 1e+09"},
	} {
		p := model.Parameters{TauSyn: 0.01, Threshold: 0.1, Duration: 100, SpikeCap: 3}
		test.change(&p)
		_, err := eventlif.NewModel(p)
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: error %q, want none", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.want)
		}
	}
}

// With u = 2 c and nothing that arrives v = u·(1 − e^{−t/τm}) reaches c after τm·ln 2, again
// and again. With u = c it never does.
func TestAConstantCurrentMakesASteadyRhythm(t *testing.T) {
	for _, tau := range []float64{0.004, 0.02, 0.07} {
		p := model.Parameters{TauSyn: 0.01, TauMem: tau, Threshold: 3 * tau, Current: 6, Refractory: 0.003, Duration: 1, SpikeCap: 1000}
		n := random{model: newModel(t, p)}
		ownSpikes := n.fire()
		if want := int((1 + p.Refractory) / (tau*math.Ln2 + p.Refractory)); len(ownSpikes) != want {
			t.Fatalf("τm %v s: %d spikes, want %d", tau, len(ownSpikes), want)
		}
		for k, spike := range ownSpikes {
			if want := float64(k+1)*(tau*math.Ln2+p.Refractory) - p.Refractory; math.Abs(spike.Time-want) > 1e-13 || spike.Current != 6 {
				t.Errorf("τm %v s: spike %d is %+v, want it at %v with a current of 6", tau, k, spike, want)
			}
		}
		p.Current = 3
		if silent := (&random{model: newModel(t, p)}).fire(); len(silent) > 0 {
			t.Errorf("τm %v s: %d spikes with u = c, want none", tau, len(silent))
		}
	}
}

// With τs = 1/10 s and τm = 1/20 s v = 2·(x − x²), where x = e^{−t/τs}, after an arrival at 0
// with weight 1. c = 3/8 is reached at x = 3/4, where I = 3/4. The neuron is refractory until
// x = 3/8; at x = 1/2 an arrival with weight 5/6 makes I = 1 of 3/8 at the end, J = 5/8. So the
// next spike comes at x = 3/8·3/4, again with I = 3/4. The exact gradient has f = 2/15, the
// modified one 1/15.
//
// With the exact gradient q of the first synapse is 3/8 before the first spike and 3/4 after
// it, 3/8 + 5/8 when the refractory time ends, and 9/16 + 9/64 before the second spike. The
// second synapse has p = 3/4 when the refractory time ends, and q = 9/32 before the spike. To
// move all that arrives is to move all that is fired: the delays' derivatives add up to 2.
func TestTwoSpikesOfARefractoryNeuronByHand(t *testing.T) {
	m := newModel(t, model.Parameters{TauSyn: 0.1, TauMem: 0.05, Threshold: 0.375 * 0.05, Refractory: 0.1 * math.Ln2, Duration: 0.4, SpikeCap: 9})
	n := random{model: m, weights: []float64{1, 5.0 / 6}, spikes: []messages.Spike{{Time: 0, Source: 0}, {Time: 0.1 * math.Ln2, Source: 1}}}
	ownSpikes := n.fire()
	if len(ownSpikes) != 2 || ownSpikes[0].Applied != 1 || ownSpikes[1].Applied != 2 {
		t.Fatalf("%+v, want two spikes after one and two arrivals", ownSpikes)
	}
	near := func(what string, got []float64, want ...float64) {
		t.Helper()
		for i := range want {
			if !(math.Abs(got[i]-want[i]) <= 1e-13) {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
	}
	near("times", []float64{ownSpikes[0].Time, ownSpikes[1].Time}, 0.1*math.Log(4.0/3), 0.1*math.Log(32.0/9))
	near("currents", []float64{ownSpikes[0].Current, ownSpikes[1].Current, ownSpikes[0].Y}, 0.75, 0.75, 1)
	for _, form := range learning.Forms() {
		near(string(form), n.eligibility(form, learning.Exact, ownSpikes), -1.0/20-3.0/32, -3.0/80)
		near(string(form), n.eligibility(form, learning.Modified, ownSpikes), -1.0/40-81.0/2560, -3.0/160)
	}
	near("delays", n.delays(learning.Exact, ownSpikes), 1+21.0/16, -5.0/16)
}
