package mesh_test

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// follower follows every packet of every spike, hop by hop, and every spike into
// every synapse, one by one: what a Picture computes from counts.
type follower struct {
	net     *network.Network
	place   *placement.Placement
	reaches [][][]int // [population][presynaptic neuron]: postsynaptic neurons
	degrees [][]int   // [population][neuron]

	account traffic.Account
	cores   []traffic.Work // forward, of each core: ACs and deliveries
	links   map[string]int64
	fired   map[[2]int]map[uint64]bool // samples in which a neuron fired
	samples uint64
}

func newFollower(net *network.Network, place *placement.Placement) *follower {
	f := &follower{net: net, place: place, cores: make([]traffic.Work, len(place.Cores)), links: map[string]int64{}, fired: map[[2]int]map[uint64]bool{}}
	stream := rng.NewStream(0, rng.Key{})
	for population, size := range net.Topology.Sizes {
		f.degrees = append(f.degrees, make([]int, size))
		if population == 0 {
			continue
		}
		f.reaches = append(f.reaches, make([][]int, net.Topology.Sizes[population-1]))
		for i := range size {
			for _, j := range net.Topology.AppendPresynaptic(nil, population, i, stream) {
				f.reaches[population-1][j] = append(f.reaches[population-1][j], i)
				f.degrees[population][i]++
			}
		}
	}
	return f
}

// walk carries a packet to where it goes.
func (f *follower) walk(phase traffic.Phase, work *traffic.Work, from, to int, bits int64) {
	work.Packets++
	work.Deliveries++
	work.Bits += bits
	at, end := f.position(from), f.position(to)
	if from < 0 || to < 0 {
		work.HostPackets++
		work.HostBits += bits
	} else if from == to {
		work.LocalPackets++
	}
	for at != end {
		next := at
		switch {
		case at.X < end.X:
			next.X++
		case at.X > end.X:
			next.X--
		case at.Y < end.Y:
			next.Y++
		default:
			next.Y--
		}
		if next.X != at.X {
			work.HopsX++
		} else {
			work.HopsY++
		}
		work.BitHops += bits
		f.links[fmt.Sprint(phase, at, next)]++
		at = next
	}
}

func (f *follower) position(core int) placement.Position {
	if core < 0 {
		return placement.Position{}
	}
	return f.place.Cores[core].Position
}

func (f *follower) home(population, neuron int) int {
	if population == 0 {
		return -1
	}
	return f.place.Home(population, neuron)
}

// spike follows one spike.
func (f *follower) spike(population, source int, sample uint64) {
	output := population == f.net.Topology.Output()
	work := &f.account.HiddenSpikes
	switch {
	case population == 0:
		work = &f.account.InputSpikes
	case output:
		work = &f.account.OutputSpikes
	}
	work.Spikes++
	if population > 0 {
		key := [2]int{population, source}
		if f.fired[key] == nil {
			f.fired[key] = map[uint64]bool{}
		}
		f.fired[key][sample] = true
		f.account.LocalLearning.EligibilityUpdates += int64(f.degrees[population][source])
	}
	from := f.home(population, source)
	if output {
		f.walk(traffic.Forward, work, from, -1, 32)
		return
	}
	destinations := map[int]bool{}
	for _, i := range f.reaches[population][source] {
		to := f.home(population+1, i)
		destinations[to] = true
		work.ACs++
		work.NeuronUpdates++
		f.cores[to].ACs++
		f.account.LocalLearning.EligibilityUpdates++
		if population > 0 {
			f.account.GradePayload.MACs++
		}
	}
	for to := range destinations {
		f.walk(traffic.Forward, work, from, to, 32)
		f.cores[to].Deliveries++
		if population > 0 && f.net.Learning.Rule.Sends().SpikeErrors {
			f.walk(traffic.Learning, &f.account.BackwardErrors, to, from, 64)
		}
	}
}

// record is what network.Setup.Record asks for.
func (f *follower) record(core topology.Core, first uint64, samples [][]messages.Spike) {
	if core.Population == 0 {
		f.samples += uint64(len(samples))
	}
	for s, spikes := range samples {
		for _, spike := range spikes {
			f.spike(core.Population, int(spike.Source), first+uint64(s))
		}
	}
}

// trained is a random network after some training on the reference engine, its
// spikes counted and followed.
func trained(t *testing.T, seed uint64, rule placement.Rule) (*follower, *mesh.Load, *messages.Finished) {
	t.Helper()
	c := networktest.Random(seed)
	if seed%4 == 0 {
		c.Spec.Learning.Form = learning.Fused
		c.Spec.Learning.Rule = learning.BP{} // which Random leaves out
	}
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := mesh.NewPicture(net, rule, placement.Grid{}, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	f := newFollower(net, picture.Placement)
	var lock sync.Mutex
	setup := network.Setup{Parts: c.Parts, Record: func(core topology.Core, first uint64, samples [][]messages.Spike) {
		lock.Lock()
		defer lock.Unlock()
		f.record(core, first, samples)
	}}
	e, err := reference.New(net, setup)
	if err != nil {
		t.Fatal(err)
	}
	finished, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
	if err != nil {
		t.Fatal(err)
	}
	batches := (len(c.Train.Indices) + c.Train.Batch - 1) / c.Train.Batch
	f.account.Samples, f.account.Batches = int64(finished.Presented), int64(batches)
	return f, picture.Charge(finished.Activity, int64(finished.Presented), int64(batches)), finished
}

// Packets followed hop by hop come to what the picture computes: by purpose, by
// core and by link, on random networks with all placements.
func TestChargesAreWhatFollowingEveryPacketGives(t *testing.T) {
	packets := int64(0)
	for seed := range uint64(24) {
		for _, rule := range placement.Rules {
			f, load, _ := trained(t, seed, rule)
			name := fmt.Sprintf("seed %d, %s, %s", seed, rule.Name(), f.net.Learning.Rule.Name())
			account := load.Account()
			for _, p := range []traffic.Purpose{traffic.InputSpikes, traffic.HiddenSpikes, traffic.OutputSpikes, traffic.BackwardErrors} {
				got, want := *p.Work(&account), *p.Work(&f.account)
				got.MACs = 0 // of backward errors: below
				if got != want {
					t.Errorf("%s, %s:\n%+v, want\n%+v", name, p.Name, got, want)
				}
				packets += got.Packets
			}
			f.expectLearning(t, name, &account)
			for c := range f.cores {
				forward := load.Cores[c].PhaseWork(traffic.Forward)
				silence := load.Cores[c].Silence.Deliveries
				if forward.ACs != f.cores[c].ACs || forward.Deliveries-silence != f.cores[c].Deliveries {
					t.Errorf("%s, core %d: %d ACs and %d spikes, want %+v", name, c, forward.ACs, forward.Deliveries-silence, f.cores[c])
				}
			}
			f.expectLinks(t, name, load)
		}
	}
	if packets < 10_000 {
		t.Errorf("only %d packets: the comparison says little", packets)
	}
}

// expectLearning compares what neurons do to learn.
func (f *follower) expectLearning(t *testing.T, name string, got *traffic.Account) {
	t.Helper()
	rule, outputs := f.net.Learning.Rule, int64(f.net.Outputs())
	var samples, gradients, synapses int64
	for key, fired := range f.fired {
		gradients += int64(len(fired) * f.degrees[key[0]][key[1]])
		if key[0] < f.net.Topology.Output() {
			samples += int64(len(fired))
		}
	}
	for _, degrees := range f.degrees {
		for _, degree := range degrees {
			synapses += int64(degree)
		}
	}
	want := map[string][2]int64{
		"weight updates":      {got.LocalLearning.WeightUpdates, synapses * f.account.Batches},
		"eligibility updates": {got.LocalLearning.EligibilityUpdates, f.account.LocalLearning.EligibilityUpdates},
		"gradient MACs":       {got.LocalLearning.MACs, gradients},
		"grade MACs":          {got.GradePayload.MACs, f.account.GradePayload.MACs},
		"perturbations":       {got.GradePayload.RandomNumbers, samples},
		"projection MACs":     {got.ErrorBroadcast.MACs, samples * outputs},
		"estimate MACs":       {got.FeedbackUpdate.MACs, samples * outputs},
		"backward MACs":       {got.BackwardErrors.MACs, 0},
	}
	zero := func(names ...string) {
		for _, name := range names {
			want[name] = [2]int64{want[name][0], 0}
		}
	}
	if !rule.Sends().Grades {
		zero("grade MACs", "perturbations", "estimate MACs")
	}
	if rule.HiddenError() != learning.Projected {
		zero("projection MACs")
	}
	if rule.HiddenError() == learning.BackPropagated {
		zero("eligibility updates")
		want["gradient MACs"] = [2]int64{got.LocalLearning.MACs, f.account.InputSpikes.ACs + f.account.HiddenSpikes.ACs}
		want["backward MACs"] = [2]int64{got.BackwardErrors.MACs, f.account.HiddenSpikes.ACs}
	}
	for what, pair := range want {
		if pair[0] != pair[1] {
			t.Errorf("%s: %d %s, want %d", name, pair[0], what, pair[1])
		}
	}
}

// expectLinks compares what crossed the links for spikes, and for errors that
// travel backwards; the rest that crosses them is the same every sample.
func (f *follower) expectLinks(t *testing.T, name string, load *mesh.Load) {
	t.Helper()
	picture, err := mesh.NewPicture(f.net, f.place.Rule, f.place.Grid, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{}
	add := func(load *mesh.Load, sign int64) {
		load.Links.Each(func(from placement.Position, d mesh.Direction, link *mesh.Link) {
			got[fmt.Sprint(traffic.Forward, from, d.Step(from))] += sign * link.Forward.Packets
			got[fmt.Sprint(traffic.Learning, from, d.Step(from))] += sign * link.Learning.Packets
		})
	}
	add(load, 1)
	add(picture.Charge(messages.NewActivities(f.net.Topology.Sizes), load.Samples, load.Batches), -1) // no neuron fires
	maps.DeleteFunc(got, func(_ string, packets int64) bool { return packets == 0 })
	if !maps.Equal(got, f.links) {
		t.Errorf("%s: packets by link\n%v, want\n%v", name, got, f.links)
	}
}
