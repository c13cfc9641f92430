package mesh_test

import (
	"fmt"
	"testing"

	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// What is sent arrives, and every hop is over a link: on random networks, with all
// placements and rules.
func TestNothingIsLostOnTheMesh(t *testing.T) {
	for seed := range uint64(24) {
		for _, rule := range placement.Rules {
			f, load, _ := trained(t, seed, rule)
			name := fmt.Sprintf("seed %d, %s, %s", seed, rule.Name(), f.net.Learning.Rule.Name())
			account := load.Account()
			for _, p := range traffic.Purposes() {
				if w := p.Work(&account); p.Name != traffic.ErrorBroadcast.Name && w.Packets != w.Deliveries {
					t.Errorf("%s: %d packets of %s sent, %d taken", name, w.Packets, p.Name, w.Deliveries)
				}
			}
			for _, phase := range []traffic.Phase{traffic.Forward, traffic.Learning} {
				expectFlows(t, name, load, phase)
			}
			if broadcast := account.ErrorBroadcast; broadcast.Packets != load.Samples || broadcast.HostPackets != load.Samples {
				t.Errorf("%s: %d broadcasts, want one of each of %d samples", name, broadcast.Packets, load.Samples)
			}
		}
	}
}

// expectFlows compares what crossed the links in a phase with what was sent.
func expectFlows(t *testing.T, name string, load *mesh.Load, phase traffic.Phase) {
	t.Helper()
	account := load.Account()
	sent := account.PhaseWork(phase)
	flow := func(l *mesh.Link) mesh.Flow {
		if phase == traffic.Forward {
			return l.Forward
		}
		return l.Learning
	}
	var east, north, bits int64
	load.Links.Each(func(_ placement.Position, d mesh.Direction, link *mesh.Link) {
		if d == mesh.East || d == mesh.West {
			east += flow(link).Packets
		} else {
			north += flow(link).Packets
		}
		bits += flow(link).Bits
	})
	if east != sent.HopsX || north != sent.HopsY || bits != sent.BitHops {
		t.Errorf("%s, %s: %d, %d packets and %d bits over links, want %d, %d hops and %d bits", name, phase, east, north, bits, sent.HopsX, sent.HopsY, sent.BitHops)
	}
	if in, out := flow(&load.Links.In), flow(&load.Links.Out); in.Packets+out.Packets != sent.HostPackets || in.Bits+out.Bits != sent.HostBits {
		t.Errorf("%s, %s: %+v in and %+v out, want %d packets and %d bits", name, phase, in, out, sent.HostPackets, sent.HostBits)
	}
}

// The mesh counts what the engines' tally counts, where they mean the same: spikes
// and synaptic events with every placement, packets and broadcasts where the mesh
// has the actors' cores.
func TestTheMeshAgreesWithTheTally(t *testing.T) {
	broadcasts := 0
	for seed := range uint64(24) {
		for _, rule := range placement.Rules {
			f, load, finished := trained(t, seed, rule)
			name := fmt.Sprintf("seed %d, %s, %s", seed, rule.Name(), f.net.Learning.Rule.Name())
			a, tally := load.Account(), finished.Tally
			spikes := [3]int64{a.InputSpikes.Spikes, a.HiddenSpikes.Spikes, a.OutputSpikes.Spikes}
			if want := [3]int64{tally.InputSpikes, tally.HiddenSpikes, tally.OutputSpikes}; spikes != want {
				t.Errorf("%s: %v spikes, want %v", name, spikes, want)
			}
			if got := a.InputSpikes.ACs + a.HiddenSpikes.ACs; got != tally.SynapticEvents {
				t.Errorf("%s: %d ACs, want %d", name, got, tally.SynapticEvents)
			}
			if rule == (placement.RoundRobin{}) || rule == (placement.Bottleneck{}) {
				continue // their cores are not the actors'
			}
			if got := a.InputSpikes.Packets + a.HiddenSpikes.Packets + a.OutputSpikes.Packets; got != tally.SpikePackets {
				t.Errorf("%s: %d packets, want %d", name, got, tally.SpikePackets)
			}
			if f.net.Learning.Rule.HiddenError() == learning.Projected {
				broadcasts++
				if a.ErrorBroadcast.Deliveries != tally.Broadcasts {
					t.Errorf("%s: %d broadcasts taken, want %d", name, a.ErrorBroadcast.Deliveries, tally.Broadcasts)
				}
				if got := a.ErrorBroadcast.Deliveries * int64(f.net.Learning.Rule.Sends().BroadcastNumbers(f.net.Outputs())); got != tally.BroadcastWords {
					t.Errorf("%s: %d numbers taken, want %d", name, got, tally.BroadcastWords)
				}
			}
		}
	}
	if broadcasts < 10 {
		t.Errorf("only %d networks had an error for every core", broadcasts)
	}
}

// Loads of parts of a run add up to the load of the whole.
func TestLoadsAdd(t *testing.T) {
	net := handNetwork(t, "sfdfa")
	picture, err := mesh.NewPicture(net, placement.RoundRobin{}, placement.Grid{}, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	once := picture.Charge(spikes, 3, 2)
	sum := picture.Charge(spikes, 3, 2)
	sum.Add(once)
	double := messages.NewActivities(net.Topology.Sizes)
	double.Add(spikes)
	double.Add(spikes)
	want := picture.Charge(double, 6, 4)
	if sum.Account() != want.Account() {
		t.Errorf("account %+v, want %+v", sum.Account(), want.Account())
	}
	for c := range want.Cores {
		if sum.Cores[c] != want.Cores[c] {
			t.Errorf("core %d: %+v, want %+v", c, sum.Cores[c], want.Cores[c])
		}
	}
	want.Links.Each(func(from placement.Position, d mesh.Direction, link *mesh.Link) {
		if got := sum.Links.At(from, d); *got != *link {
			t.Errorf("link from %v %s: %+v, want %+v", from, d, *got, *link)
		}
	})
	if sum.Links.In != want.Links.In || sum.Links.Out != want.Links.Out {
		t.Errorf("host's links %+v and %+v, want %+v and %+v", sum.Links.In, sum.Links.Out, want.Links.In, want.Links.Out)
	}
}
