package routing_test

import (
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

func newModel(t *testing.T) *lif.Model {
	t.Helper()
	m, err := lif.NewModel(model.Parameters{TauSyn: 0.1, Threshold: 1, Duration: 1, SpikeCap: 1})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// ring is a core of 4 neurons behind 5 presynaptic ones, of which neuron 4
// reaches nobody here. Its fan-out is drawn, so the test asks the topology.
func ring() (*topology.Axons, *topology.Partners) {
	n := &topology.Network{
		Sizes: []int{5, 4}, Seed: 1,
		Projections: topology.Chain(topology.FixedInDegree{InDegree: 2}),
	}
	partners := n.Partners(topology.Core{Population: 1, Count: 4})
	axons, err := topology.NewAxons(partners, 5)
	if err != nil {
		panic(err)
	}
	return axons, partners
}

// samples are two samples of spikes from every presynaptic neuron, some of them
// twice.
func samples() [][]messages.Spike {
	return [][]messages.Spike{
		{{Time: 0.1, Source: 0}, {Time: 0.2, Source: 3}, {Time: 0.3, Source: 1}, {Time: 0.4, Source: 0}},
		{{Time: 0, Source: 4}, {Time: 0.5, Source: 2}, {Time: 0.5, Source: 3}},
	}
}

// Neurons with all partners share one input: every spike arrives at the synapse
// of its source and is counted once for the core and once for each neuron.
func TestDenseCoresShareTheirInputs(t *testing.T) {
	d := routing.NewDistributor(newModel(t), nil, 3, &routing.FreeList{})
	in := d.Distribute(40, samples())
	if in.Packets != 7 || in.SynapticEvents != 7*3 {
		t.Errorf("%d packets, %d synaptic events; want 7 and 21", in.Packets, in.SynapticEvents)
	}
	for neuron := range 3 {
		p := in.NeuronPresentations(neuron)
		if len(p.Inputs) != 2 || p.First != 40 {
			t.Fatalf("neuron %d has %d presentations from %d, want 2 from 40", neuron, len(p.Inputs), p.First)
		}
		if (p.Packed != nil) != lif.PackingPays {
			t.Errorf("neuron %d: packed %v, want %v", neuron, p.Packed != nil, lif.PackingPays)
		}
		for s, input := range p.Inputs {
			var synapses, want []int32
			for n := range input.Len() {
				_, synapse := input.At(n)
				synapses = append(synapses, synapse)
			}
			for _, spike := range samples()[s] {
				want = append(want, spike.Source)
			}
			if input.IsPart() || !slices.Equal(synapses, want) {
				t.Errorf("neuron %d, sample %d: synapses %v, want %v", neuron, s, synapses, want)
			}
		}
	}
}

// A neuron with some partners gets their spikes only, in order of time
// and at the synapse of each partner. A spike counts as a packet if it reaches
// anybody, and as an event for each synapse it reaches.
func TestSparseCoresAreTouchedByTheirPartners(t *testing.T) {
	axons, partners := ring()
	d := routing.NewDistributor(newModel(t), axons, 4, &routing.FreeList{})
	in := d.Distribute(7, samples())
	var packets, events int64
	reached := map[messages.Spike]bool{}
	for neuron := range 4 {
		p := in.NeuronPresentations(neuron)
		if len(p.Inputs) != 2 || p.First != 7 || p.Packed != nil {
			t.Fatalf("neuron %d has %d presentations from %d, packed %v; want 2 from 7, not packed", neuron, len(p.Inputs), p.First, p.Packed)
		}
		for s, input := range p.Inputs {
			var want []model.SynapticEvent
			for n, spike := range samples()[s] {
				if at := slices.Index(partners.NeuronPartners(neuron), spike.Source); at >= 0 {
					want = append(want, model.SynapticEvent{Arrival: int32(n), Synapse: int32(at)})
					reached[spike] = true
				}
			}
			events += int64(len(want))
			if !input.IsPart() || !slices.Equal(input.Events(), want) {
				t.Errorf("neuron %d, sample %d: synaptic events %v, want %v", neuron, s, input.Events(), want)
			}
		}
	}
	packets = int64(len(reached))
	if in.Packets != packets || in.SynapticEvents != events {
		t.Errorf("%d packets and %d synaptic events, want %d and %d", in.Packets, in.SynapticEvents, packets, events)
	}
	if packets == 7 || events == 0 {
		t.Errorf("%d of 7 spikes reach the core: every or none, and the count proves nothing", packets)
	}
}

// EachSynapse visits what a spike reaches: every neuron at the synapse of the
// source, or the entries of the fan-out table.
func TestEachSynapseVisitsWhatASpikeReaches(t *testing.T) {
	axons, _ := ring()
	for source := range int32(5) {
		var reached []topology.Synapse
		for _, packed := range axons.Synapses(source) {
			reached = append(reached, axons.Unpack(packed))
		}
		for name, test := range map[string]struct {
			distributor *routing.Distributor
			want        []topology.Synapse
		}{
			"dense":  {routing.NewDistributor(newModel(t), nil, 2, &routing.FreeList{}), []topology.Synapse{{Neuron: 0, Index: source}, {Neuron: 1, Index: source}}},
			"sparse": {routing.NewDistributor(newModel(t), axons, 4, &routing.FreeList{}), reached},
		} {
			var got []topology.Synapse
			test.distributor.EachSynapse(source, func(s topology.Synapse) { got = append(got, s) })
			if !slices.Equal(got, test.want) {
				t.Errorf("%s, source %d: %v, want %v", name, source, got, test.want)
			}
		}
	}
}

// Released inputs are used again and hold nothing of what they held; inputs that
// are not released are left alone.
func TestReleasedInputsAreUsedAgain(t *testing.T) {
	axons, _ := ring()
	for name, d := range map[string]*routing.Distributor{
		"dense": routing.NewDistributor(newModel(t), nil, 4, &routing.FreeList{}), "sparse": routing.NewDistributor(newModel(t), axons, 4, &routing.FreeList{}),
	} {
		kept := d.Distribute(0, samples())
		first := d.Distribute(2, samples())
		if kept == first {
			t.Fatalf("%s: inputs in use are used again", name)
		}
		d.Release(first)
		again := d.Distribute(4, samples()[:1])
		if again != first {
			t.Errorf("%s: released inputs are not used again", name)
		}
		fresh := d.Distribute(4, samples()[:1])
		if again.Packets != fresh.Packets || again.SynapticEvents != fresh.SynapticEvents {
			t.Errorf("%s: %d packets and %d events, want %d and %d as in new inputs", name, again.Packets, again.SynapticEvents, fresh.Packets, fresh.SynapticEvents)
		}
		fired := 0
		for neuron := range 4 {
			a, f := again.NeuronPresentations(neuron), fresh.NeuronPresentations(neuron)
			if a.First != 4 || len(a.Inputs) != 1 || a.Inputs[0].Len() != f.Inputs[0].Len() || !slices.Equal(a.Inputs[0].SynapticEvents, f.Inputs[0].SynapticEvents) || !slices.Equal(a.Inputs[0].Arrivals, f.Inputs[0].Arrivals) {
				t.Errorf("%s, neuron %d: presentations differ from those of new inputs", name, neuron)
			}
			weights := []float32{300, 200, 400, 500}
			got, want := make([][]model.OwnSpike, 1), make([][]model.OwnSpike, 1)
			newModel(t).Float32().Integrate(weights, a.Inputs, a.Packed, got)
			newModel(t).Float32().Integrate(weights, f.Inputs, f.Packed, want)
			if !slices.Equal(got[0], want[0]) {
				t.Errorf("%s, neuron %d: %v is fired, want %v as on new inputs", name, neuron, got[0], want[0])
			}
			fired += len(want[0])
		}
		if fired == 0 {
			t.Errorf("%s: nothing is fired, the comparison says nothing", name)
		}
	}
}

// The memory of a sample with many spikes is given back once there are few for
// long; where there are as many again and again it is used again.
func TestTheMemoryOfABurstIsGivenBack(t *testing.T) {
	axons, _ := ring()
	for name, axons := range map[string]*topology.Axons{"dense": nil, "sparse": axons} {
		d := routing.NewDistributor(newModel(t), axons, 4, &routing.FreeList{})
		room := func(spikes int) int {
			sample := make([]messages.Spike, spikes)
			for k := range sample {
				sample[k].Time = float64(k) / float64(spikes)
			}
			in := d.Distribute(0, [][]messages.Spike{sample, nil})
			defer d.Release(in)
			if got := len(in.NeuronPresentations(0).Inputs[0].Arrivals); got != spikes {
				t.Fatalf("%s: %d arrivals, want %d", name, got, spikes)
			}
			return cap(in.NeuronPresentations(0).Inputs[0].Arrivals)
		}
		kept := room(5000)
		for range 100 {
			if again := room(5000); again != kept {
				t.Fatalf("%s: room for %d arrivals became room for %d", name, kept, again)
			}
		}
		for range 200 {
			kept = room(10)
		}
		if kept > 200 {
			t.Errorf("%s: room for %d arrivals is kept long after a burst", name, kept)
		}
	}
}

// Where so many spikes come together that several CPU cores load them, inputs are what they are sample by sample.
func TestManySpikesAreLoadedAlike(t *testing.T) {
	many := make([][]messages.Spike, 5)
	for s := range many {
		for i := range 60_000 + 1000*s {
			many[s] = append(many[s], messages.Spike{Time: float64(i) * 1e-6, Source: int32(i % 997), Grade: float64(i % 3)})
		}
	}
	d := routing.NewDistributor(newModel(t), nil, 2, &routing.FreeList{})
	together := d.Distribute(7, many)
	var packets, events int64
	for s := range many {
		alone := d.Distribute(7+uint64(s), many[s:s+1])
		packets, events = packets+alone.Packets, events+alone.SynapticEvents
		got, want := together.NeuronPresentations(1).Inputs[s], alone.NeuronPresentations(1).Inputs[0]
		if !slices.Equal(got.Arrivals, want.Arrivals) || !slices.Equal(got.Grades, want.Grades) || len(want.Arrivals) != len(many[s]) {
			t.Errorf("sample %d: %d arrivals, %d alone, want the same %d", s, got.Len(), want.Len(), len(many[s]))
		}
		d.Release(alone)
	}
	if together.Packets != packets || together.SynapticEvents != events {
		t.Errorf("%d packets, %d synaptic events, want %d and %d", together.Packets, together.SynapticEvents, packets, events)
	}
}
