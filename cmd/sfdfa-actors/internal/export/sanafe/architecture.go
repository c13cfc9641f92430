package sanafe

import (
	"fmt"
	"io"
	"strings"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/placement"
)

// linkBuffer is the number of packets that a link of SANA-FE's Loihi holds.
const linkBuffer = 16

// WriteArchitecture writes a mesh with a core on each tile, with the energies and latencies of a profile; what it lacks is 0.
// The first tile is the host's too: its core has a unit for each input, and one for the readout, which cost nothing.
func WriteArchitecture(w io.Writer, net *network.Network, p *placement.Placement, profile *energy.Profile) error {
	t := &text{w: w}
	t.line("# energies and latencies: %s", profile.Title)
	t.line("architecture:\n  name: sfdfa-actors")
	t.line("  attributes: {topology: mesh, width: %d, height: %d, link_buffer_size: %d, sync_model: table, latency_sync: %s}",
		p.Grid.Width, p.Grid.Height, linkBuffer, barrier(profile, p.Grid.Size()))
	t.line("  tile:")
	room := net.Inputs() + 1
	for c := range p.Cores {
		room = max(room, net.Inputs()+1+p.Cores[c].Neurons())
	}
	t.tiles(0, 0, net.Inputs()+1, room, profile)
	if last := p.Grid.Size() - 1; last > 0 {
		t.tiles(1, last, 0, room, profile)
	}
	return t.err
}

// barrier is SANA-FE's table of the latency at the end of a step, by the number of tiles in use.
func barrier(p *energy.Profile, tiles int) string {
	var steps []string
	last := -1.0
	for n := 1; n <= tiles; n++ {
		if seconds, _ := p.BarrierOf(int64(n)); seconds != last {
			steps, last = append(steps, fmt.Sprintf("%d: %.6g", n, seconds)), seconds
		}
	}
	return "{" + strings.Join(steps, ", ") + "}"
}

// tiles writes tiles that are alike, with units for inputs.
func (t *text) tiles(first, last, inputs, room int, p *energy.Profile) {
	joules := func(name string) float64 {
		c, _ := p.Constant(name)
		return c.SI()
	}
	seconds := func(name string) float64 {
		s, _ := p.Latency(name)
		return s
	}
	t.line("    - name: tile[%d..%d]\n      attributes:", first, last)
	for _, d := range []struct{ direction, constant string }{{"north", "hop-y"}, {"east", "hop-x"}, {"south", "hop-y"}, {"west", "hop-x"}} {
		t.line("        energy_%s_hop: %.6g\n        latency_%s_hop: %.6g", d.direction, joules(d.constant), d.direction, seconds(d.constant))
	}
	t.line("      core:\n        - name: core\n          attributes: {buffer_position: soma, buffer_inside_unit: false, max_neurons_supported: %d}", room)
	t.line("          axon_in:\n            - name: in\n              attributes: {energy_message_in: %.6g, latency_message_in: %.6g}", joules("packet-in"), seconds("packet-in"))
	t.line("          synapse:\n            - name: synapses\n              attributes: {model: current_based, energy_process_spike: %.6g, latency_process_spike: %.6g}",
		joules("synaptic-operation-binary"), seconds("synaptic-operation-binary"))
	t.line("          dendrite:\n            - name: dendrites\n              attributes: {model: accumulator, energy_update: 0.0, latency_update: 0.0}")
	t.line("          soma:")
	t.soma("lif", "leaky_integrate_fire", joules("neuron-update-idle"), seconds("neuron-update-idle"),
		joules("neuron-update-active")-joules("neuron-update-idle"), seconds("neuron-update-active")-seconds("neuron-update-idle"),
		joules("spike-out"), seconds("spike-out"))
	if inputs > 0 {
		t.soma(fmt.Sprintf("inputs[0..%d]", inputs-1), "input", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
	}
	t.line("          axon_out:\n            - name: out\n              attributes: {energy_message_out: %.6g, latency_message_out: %.6g}", joules("packet-out"), seconds("packet-out"))
}

// soma writes a unit for neurons. An update costs what the access does, and more.
func (t *text) soma(name, kind string, values ...any) {
	t.line("            - name: %s\n              attributes:\n                model: %s", name, kind)
	t.line("                energy_access_neuron: %.6g\n                latency_access_neuron: %.6g\n                energy_update_neuron: %.6g\n"+
		"                latency_update_neuron: %.6g\n                energy_spike_out: %.6g\n                latency_spike_out: %.6g", values...)
}

// text is a file under way, which keeps its first error.
type text struct {
	w   io.Writer
	err error
}

func (t *text) line(format string, values ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format+"\n", values...)
	}
}
