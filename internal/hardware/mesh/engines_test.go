package mesh_test

import (
	"context"
	"reflect"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
)

// loadOn is what the case's training, and the presentation of its test samples,
// put on the mesh when an engine runs them.
func loadOn(t *testing.T, c networktest.Case, coalesce int, build func(*network.Network, network.Parts) (network.Engine, error)) [2]*mesh.Load {
	t.Helper()
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := mesh.NewPicture(net, placement.RoundRobin{}, placement.Grid{}, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	e, err := build(net, c.Parts)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var loads [2]*mesh.Load
	for i, a := range []messages.Assignment{c.Train, c.Test} {
		a.Coalesce = min(coalesce, a.Batch)
		finished, err := e.Run(context.Background(), &a, func([]messages.Outcome) {})
		if err != nil {
			t.Fatal(err)
		}
		batches := int64(0)
		if a.Learn {
			batches = int64((finished.Presented + a.Batch - 1) / a.Batch)
		}
		loads[i] = picture.Charge(finished.Activity, int64(finished.Presented), batches)
	}
	return loads
}

// The load is the same from every engine, transport, coalescing and number of CPU
// cores.
func TestEveryEngineGivesTheSameLoad(t *testing.T) {
	spikes := int64(0)
	for seed := range uint64(12) {
		c := networktest.Random(seed)
		want := loadOn(t, c, c.Train.Batch, func(net *network.Network, parts network.Parts) (network.Engine, error) {
			return reference.New(net, network.Setup{Parts: parts})
		})
		account := want[0].Account()
		spikes += account.HiddenSpikes.Spikes
		for _, transport := range actors.Transports() {
			for _, procs := range []int{1, 2, 5} {
				for _, coalesce := range []int{1, 2, c.Train.Batch} {
					got := loadOn(t, c, coalesce, func(net *network.Network, parts network.Parts) (network.Engine, error) {
						return system.New(net, network.Setup{Parts: parts, CPUCores: procs}, transport)
					})
					if !reflect.DeepEqual(got, want) {
						t.Errorf("seed %d, %s transport, envelopes of %d, %d CPU cores: the load differs from the reference's", seed, transport, coalesce, procs)
					}
				}
			}
		}
	}
	if spikes < 1000 {
		t.Errorf("only %d hidden spikes: the comparison says little", spikes)
	}
}
