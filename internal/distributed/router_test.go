package distributed

import (
	"testing"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// What goes to all cores of a population is for them and no others, also if there are
// no others: whoever gets spikes checks where they are from.
func TestSpikesAreForThePopulation(t *testing.T) {
	spec := networktest.Random(0).Spec
	last := len(spec.Topology.Sizes) - 1
	flat := spec // the same without hidden populations
	flat.Topology.Sizes = []int{spec.Topology.Sizes[0], spec.Topology.Sizes[last]}
	flat.Topology.Projections = spec.Topology.Projections[:1]
	flat.Neurons = spec.Neurons[last-1:]
	for name, spec := range map[string]network.Spec{"with hidden populations": spec, "without": flat} {
		net, err := network.New(spec)
		if err != nil {
			t.Fatal(err)
		}
		var frames [][]byte
		post := func(frame []byte) { frames = append(frames, frame) }
		owners := make([]int, len(net.Cores))
		for i := range owners {
			owners[i] = 1
		}
		links := []*link{nil, newLink("worker", 1<<20, wire.Header{}, post, time.Time{})}
		x := newRouter(net, 0, owners, links, time.Hour)
		x.fail = func(err error) { t.Error(err) }
		x.SendAll(x.cores[1], &messages.Packets{
			Envelope: &messages.Envelope{Count: 1, Batch: messages.Batch{Size: 1}}, From: messages.InputCore, Counts: []int32{0},
		})
		x.SendAll(x.cores[0], &messages.TallyRequest{})
		if len(frames) != 2 {
			t.Fatalf("%s: %d frames, want 2: one machine gets a message once", name, len(frames))
		}
		_, encoded, err := wire.DecodeHeader(frames[0])
		if err != nil {
			t.Fatal(err)
		}
		message, err := encoded.Decode()
		if err != nil {
			t.Fatal(err)
		}
		if to := message.(wire.Routed).To; to != (wire.Destination{Role: wire.ToPopulation, Number: 1}) {
			t.Errorf("%s: input spikes are for %+v, want population 1", name, to)
		}
	}
}

// Only the coordinator hears from another machine's cores that they have learned. A core hears it from its neurons.
func TestOnlyTheCoordinatorHearsWhoHasLearned(t *testing.T) {
	net, err := network.New(networktest.Random(0).Spec)
	if err != nil {
		t.Fatal(err)
	}
	owners := make([]int, len(net.Cores))
	owners[0] = 1
	x := newRouter(net, 0, owners, make([]*link, 2), time.Hour)
	x.share.Store(&system.Engine{})
	for to, allowed := range map[wire.Destination]bool{
		{Role: wire.ToCoordinator}:           true,
		{Role: wire.ToCore}:                  false,
		{Role: wire.ToPopulation, Number: 1}: false,
		{Role: wire.ToEveryCore}:             false,
	} {
		if err := x.checkRouted(1, wire.Routed{To: to, Message: &messages.Learned{}}); (err == nil) != allowed {
			t.Errorf("to %+v: error %v, want none: %v", to, err, allowed)
		}
	}
}
