package mesh_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/networktest/eventqueue"
	"sfdfa-actors/internal/study/selfcheck/graph"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// Along routes the load is what it is through all synapses: of chains, and of graphs with cycles and parallel projections.
func TestTheLoadAlongRoutesIsThatThroughSynapses(t *testing.T) {
	packets := int64(0)
	for seed := range uint64(40) {
		c := eventqueue.Random(seed)
		spec := graph.New(networktest.Graph(&c), learning.Modified, learning.Fused, 1+int(seed%5)).Spec
		if seed%2 == 0 {
			spec = networktest.Random(seed).Spec
		}
		net, err := network.New(spec)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := mesh.NewPicture(net, []placement.Rule{placement.RoundRobin{}, placement.Layer{}}[seed/2%2], placement.Grid{}, traffic.DefaultFormat())
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 3))
		activity := make(messages.Activities, len(net.Topology.Sizes))
		for population, size := range net.Topology.Sizes {
			activity[population] = make([]messages.Activity, size)
			for i := range activity[population] {
				activity[population][i].Spikes = int64(r.IntN(4))
			}
		}
		want := picture.Charge(activity, 0, 0)
		withoutReadout(picture, want)
		got := picture.Forward(placement.NewRoutes(&net.Topology, picture.Placement), activity)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("seed %d: %+v\nwant\n%+v", seed, got, want)
		}
		account := got.Account()
		total := account.Total()
		packets += total.Packets
	}
	if packets < 1000 {
		t.Errorf("only %d packets: the comparison says little", packets)
	}
}

// withoutReadout takes back what the host gets of output spikes.
func withoutReadout(p *mesh.Picture, load *mesh.Load) {
	for c := range load.Cores {
		work := &load.Cores[c].OutputSpikes
		packets := work.HostPackets
		route := func(d mesh.Direction, link *mesh.Link) {
			link.Forward.Packets -= packets
			link.Forward.Bits -= work.HostBits
			work.BitHops -= work.HostBits
			if d == mesh.East || d == mesh.West {
				work.HopsX -= packets
			} else {
				work.HopsY -= packets
			}
		}
		load.Links.Route(p.Placement.PositionOf(c), placement.Port, route)
		load.Links.Out.Forward.Packets -= packets
		load.Links.Out.Forward.Bits -= work.HostBits
		load.Host.OutputSpikes.Deliveries -= packets
		work.Packets -= packets
		work.Bits -= work.HostBits
		work.HostPackets, work.HostBits = 0, 0
	}
}
