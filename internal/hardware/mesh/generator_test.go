package mesh_test

import (
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
)

// Where the first hidden population of the example is a source, cores 0 and 1 hear no error and learn nothing, and its
// spikes carry no grade: 3 of core 2 and 7 of core 3 do.
func TestGeneratorsLearnNothing(t *testing.T) {
	spec := handNetwork(t, "sfdfa").Spec
	spec.Topology.Sources = 2
	spec.Sources = []network.Source{{Kind: network.DatasetSource}, {Kind: network.PoissonSource, Rate: 1}}
	spec.Topology.Projections[0].To = 2
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := mesh.NewPicture(net, placement.Layer{}, placement.Grid{Width: 2, Height: 2}, traffic.Format{Packet: 32, Grade: 16, Number: 8})
	if err != nil {
		t.Fatal(err)
	}
	load := picture.Charge(spikes, 3, 2)
	for core, fired := range []int64{1, 6} {
		own := load.Cores[core]
		if own.InputSpikes.Spikes != fired || own.HiddenSpikes.Spikes != 0 {
			t.Errorf("core %d fires %d input spikes and %d hidden ones, want %d and 0", core, own.InputSpikes.Spikes, own.HiddenSpikes.Spikes, fired)
		}
		if (own.LocalLearning != traffic.Work{} || own.ErrorBroadcast != traffic.Work{} || own.FeedbackUpdate != traffic.Work{} || own.Control != traffic.Work{} || own.GradePayload != traffic.Work{}) {
			t.Errorf("core %d learns: %+v", core, own)
		}
	}
	account := load.Account()
	if got := account.GradePayload.Bits; got != 10*16 {
		t.Errorf("%d bits of grades, want %d", got, 10*16)
	}
	if got := account.ErrorBroadcast.Deliveries; got != 2*3 {
		t.Errorf("%d error broadcasts arrive, want those of 3 samples at 2 cores", got)
	}
	if got, want := account.InputSpikes.Spikes, int64(7+7); got != want {
		t.Errorf("%d input spikes, want %d", got, want)
	}
	if !net.Topology.IsGenerator(1) || net.Topology.IsGenerator(0) || net.Topology.IsGenerator(2) || net.Topology.FirstHidden() != 2 {
		t.Error("population 1 alone should be a generator")
	}
}
