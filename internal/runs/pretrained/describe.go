package pretrained

import (
	"slices"
	"strings"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/internal/settings"
)

// describes reports whether a setting says what a network is.
func describes(s settings.Setting) bool {
	const machine = "neurons-per-core" // what a network runs on, which changes nothing in it
	return (slices.Contains(describingGroups, s.Group) || slices.Contains(describing, s.Name)) &&
		s.Name != machine && s.Name != "weights" && s.Name != "nir-convention"
}

// describe writes what the network is.
func (x *export) describe(c *settings.Config) error {
	text, err := c.EncodeSome(describes)
	if err != nil {
		return err
	}
	n := &x.net.Topology
	names := make([]string, len(n.Sizes))
	sizes := make([]float64, len(n.Sizes))
	for population := range names {
		names[population], sizes[population] = n.Name(population), float64(n.Sizes[population])
	}
	if err := x.text("settings", string(text)); err != nil {
		return err
	}
	if err := x.text("names", strings.Join(names, "\n")+"\n"); err != nil {
		return err
	}
	if err := x.numbers("sizes", "<i8", sizes); err != nil {
		return err
	}
	for _, constant := range []struct {
		name string
		of   func(*model.Parameters) float64
	}{
		{"tau_syn", func(p *model.Parameters) float64 { return p.TauSyn }},
		{"tau_mem", func(p *model.Parameters) float64 {
			if p.TauMem == 0 {
				return 2 * p.TauSyn
			}
			return p.TauMem
		}},
		{"threshold", func(p *model.Parameters) float64 { return p.Threshold }},
		{"refractory", func(p *model.Parameters) float64 { return p.Refractory }},
		{"current", func(p *model.Parameters) float64 { return p.Current }},
		{"spike_cap", func(p *model.Parameters) float64 { return float64(p.SpikeCap) }},
	} {
		values := make([]float64, len(x.net.Neurons))
		for i := range values {
			values[i] = constant.of(&x.net.Neurons[i])
		}
		if err := x.numbers(constant.name, "<f8", values); err != nil {
			return err
		}
	}
	return x.numbers("duration", "<f8", []float64{c.Duration})
}

func (x *export) text(name, text string) error {
	return x.npz.Array(name, "|u1", []int{len(text)}, func(v *npz.Values) error {
		for _, b := range []byte(text) {
			v.Integer(int64(b))
		}
		return nil
	})
}

func (x *export) numbers(name, descr string, numbers []float64) error {
	return x.npz.Array(name, descr, []int{len(numbers)}, func(v *npz.Values) error {
		for _, number := range numbers {
			if descr == "<i8" {
				v.Integer(int64(number))
			} else {
				v.Float(number)
			}
		}
		return nil
	})
}
