package actors_test

import (
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
)

// stock is what the cores of a population have used in a run.
type stock struct {
	cores  []*actors.CoreMachine
	seen   map[*routing.Inputs]bool        // all different ones, which keeps them from the collector
	inputs int                             // most open at a time, of all cores together
	open   map[*actors.CoreMachine]*[2]int // most collectors open at a time, of each kind
}

// watchCores takes stock of every population after each step of one of its cores.
func watchCores(s *simulation, net *network.Network) map[int]*stock {
	all := map[int]*stock{}
	for address, machine := range s.machines {
		if address.Role != actors.Core {
			continue
		}
		population := net.Cores[address.Core].Population
		k := all[population]
		if k == nil {
			k = &stock{seen: map[*routing.Inputs]bool{}, open: map[*actors.CoreMachine]*[2]int{}}
			all[population] = k
		}
		core := machine.(*actors.CoreMachine)
		k.cores, k.open[core] = append(k.cores, core), new([2]int)
		s.machines[address] = watched{Machine: machine, done: k.take}
	}
	return all
}

func (k *stock) take() {
	open := 0
	for _, core := range k.cores {
		inputs := core.Inputs()
		for _, one := range inputs {
			k.seen[one] = true
		}
		open += len(inputs)
		for i, kept := range core.Collectors() {
			k.open[core][i] = max(k.open[core][i], kept.Open)
		}
	}
	k.inputs = max(k.inputs, open)
}

// check: nothing is open after a run, and there is no more than was ever open
// at a time. Those of the two envelopes of a batch may open and close within a step, and where nothing arrives all do.
func (k *stock) check(t *testing.T, name string, envelopes int) {
	t.Helper()
	if k.inputs > envelopes/2*len(k.cores) {
		t.Errorf("%s: up to %d inputs open at a time with %d envelopes and %d cores, want few", name, k.inputs, envelopes, len(k.cores))
	}
	if len(k.seen) != k.inputs {
		t.Errorf("%s: %d inputs made, want the %d that were open at a time", name, len(k.seen), k.inputs)
	}
	for _, core := range k.cores {
		if left := len(core.Inputs()); left != 0 {
			t.Errorf("%s: %d inputs are open after the run, want 0", name, left)
		}
		for i, kept := range core.Collectors() {
			if most := k.open[core][i]; kept.Open != 0 || kept.Free == 0 || kept.Free > most+2 {
				t.Errorf("%s: collectors %+v after the run, want none open and up to %d free", name, kept, most+2)
			}
		}
	}
}

// The memory that spikes are gathered in is used again: over many batches the cores of
// a population make as many inputs, and each as many collectors, as they need at a time,
// and in the end nobody waits for anything.
func TestCoresUseTheirMemoryAgain(t *testing.T) {
	for seed := range uint64(8) {
		for _, transport := range actors.Transports() {
			c := longCase(seed)
			for name, a := range map[string]messages.Assignment{"learning": c.Train, "presenting": c.Test} {
				name += ", " + string(transport) + " transport"
				net, plan := build(t, c, transport)
				s := newSimulation(t, net, plan, c.Parts, seed)
				var neurons []*actors.NeuronMachine
				for _, machine := range s.machines {
					if n, ok := machine.(*actors.NeuronMachine); ok {
						neurons = append(neurons, n)
					}
				}
				populations := watchCores(s, net)
				s.run(t, a)
				for _, k := range populations {
					k.check(t, name, 24)
				}
				if populations[1].inputs == 0 {
					t.Errorf("%s: no inputs are ever open at the first population, want some", name)
				}
				most := 0
				for _, n := range neurons {
					if open := n.Open(); open != 0 {
						t.Errorf("%s: %d messages wait at a neuron after the run, want 0", name, open)
					}
					most = max(most, n.Answers())
				}
				if most == 0 || most > 9 {
					t.Errorf("%s: a neuron made %d answers, want some but up to 9", name, most)
				}
				readout := s.machines[actors.Address{Role: actors.Readout}].(*actors.ReadoutMachine)
				if kept, admissions := readout.Collectors(); kept.Open != 0 || admissions != 0 || kept.Free == 0 || kept.Free > 9 {
					t.Errorf("%s: the readout has collectors %+v and %d admissions, want none open and up to 9 free", name, kept, admissions)
				}
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
		}
	}
}
