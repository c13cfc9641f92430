package protocol_test

import (
	"testing"

	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
)

// stock is what a core has used in a run.
type stock struct {
	core   *protocol.CoreMachine
	seen   map[*routing.Inputs]bool // all different ones, which keeps them from the collector
	inputs int                      // most open at a time
	open   [2]int                   // most gatherings open at a time, of each kind
}

// watchCores takes stock of every core after each of its steps.
func watchCores(s *simulation) []*stock {
	var all []*stock
	for address, machine := range s.machines {
		if address.Role != protocol.Core {
			continue
		}
		k := &stock{core: machine.(*protocol.CoreMachine), seen: map[*routing.Inputs]bool{}}
		all = append(all, k)
		s.machines[address] = watched{Machine: machine, done: k.take}
	}
	return all
}

func (k *stock) take() {
	inputs := k.core.Inputs()
	for _, one := range inputs {
		k.seen[one] = true
	}
	k.inputs = max(k.inputs, len(inputs))
	for i, kept := range k.core.Gatherings() {
		k.open[i] = max(k.open[i], kept.Open)
	}
}

// check: nothing is open after a run, and there is no more than was ever open
// at a time. A gathering may open and close within a step.
func (k *stock) check(t *testing.T, name string, envelopes int) {
	t.Helper()
	if k.inputs == 0 || k.inputs > envelopes/2 {
		t.Errorf("%s: up to %d inputs open at a time with %d envelopes, want some but few", name, k.inputs, envelopes)
	}
	if left := len(k.core.Inputs()); left != 0 {
		t.Errorf("%s: %d inputs are open after the run, want 0", name, left)
	}
	if len(k.seen) != k.inputs {
		t.Errorf("%s: %d inputs made, want the %d that were open at a time", name, len(k.seen), k.inputs)
	}
	for i, kept := range k.core.Gatherings() {
		if kept.Open != 0 || kept.Free == 0 || kept.Free > k.open[i]+1 {
			t.Errorf("%s: gatherings %+v after the run, want none open and up to %d free", name, kept, k.open[i]+1)
		}
	}
}

// The memory that spikes are gathered in is used again: over many batches a
// core makes as many inputs and gatherings as it needs at a time, and in the end
// nobody waits for anything.
func TestCoresUseTheirMemoryAgain(t *testing.T) {
	for seed := range uint64(8) {
		for _, transport := range protocol.Transports() {
			c := longCase(seed)
			for name, a := range map[string]messages.Assignment{"learning": c.Train, "presenting": c.Test} {
				name += ", " + string(transport) + " transport"
				net, plan := build(t, c, transport)
				s := newSimulation(t, net, plan, c.Parts, seed)
				var neurons []*protocol.NeuronMachine
				for _, machine := range s.machines {
					if n, ok := machine.(*protocol.NeuronMachine); ok {
						neurons = append(neurons, n)
					}
				}
				cores := watchCores(s)
				s.run(t, a)
				for _, k := range cores {
					k.check(t, name, 24)
				}
				for _, n := range neurons {
					if open := n.Open(); open != 0 {
						t.Errorf("%s: %d messages wait at a neuron after the run, want 0", name, open)
					}
				}
				readout := s.machines[protocol.Address{Role: protocol.Readout}].(*protocol.ReadoutMachine)
				if kept, admissions := readout.Gatherings(); kept.Open != 0 || admissions != 0 || kept.Free == 0 || kept.Free > 9 {
					t.Errorf("%s: the readout has gatherings %+v and %d admissions, want none open and up to 9 free", name, kept, admissions)
				}
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
		}
	}
}
