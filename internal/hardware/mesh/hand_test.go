package mesh_test

import (
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// The example of docs/TRAFFIC.md: 2 inputs, hidden populations of 4 and 2 neurons
// and 2 outputs, all dense, on four cores of two neurons:
//
//	core 2 (0,1): hidden 2     core 3 (1,1): output
//	core 0 (0,0): hidden 1     core 1 (1,0): hidden 1
//	     host
//
// In 3 samples and 2 batches the neurons fired as in spikes; a packet has 32 bits,
// a grade 16, a number 8.
func handNetwork(t *testing.T, rule string) *network.Network {
	t.Helper()
	found, err := learning.RuleByName(rule)
	if err != nil {
		t.Fatal(err)
	}
	spec := network.Spec{
		Topology:       topology.Network{Sizes: []int{2, 4, 2, 2}},
		NeuronsPerCore: 2,
		Precision:      neuron.Float32,
		Learning: learning.Settings{
			Rule: found, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.LowestIndex,
			Optimiser: learning.Optimiser{Kind: learning.GradientDescent}, Targets: learning.Targets{Right: 2, Other: 1},
		},
	}
	for range 3 {
		spec.Topology.Projections = topology.Append(spec.Topology.Projections, topology.Dense{}, topology.Uniform{Low: 0, High: 1})
		spec.Neurons = append(spec.Neurons, model.Parameters{TauSyn: 0.1, Threshold: 1, Duration: 1, SpikeCap: 9})
	}
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

var spikes = messages.Activities{
	{{Spikes: 5, Samples: 3, Batches: 2}, {Spikes: 2, Samples: 1, Batches: 1}},
	{{Spikes: 1, Samples: 1, Batches: 1}, {}, {Spikes: 4, Samples: 2, Batches: 2}, {Spikes: 2, Samples: 2, Batches: 1}},
	{{Spikes: 3, Samples: 2, Batches: 2}, {}},
	{{Spikes: 6, Samples: 3, Batches: 2}, {Spikes: 1, Samples: 1, Batches: 1}},
}

func charge(t *testing.T, rule string, batches int64) *mesh.Load {
	t.Helper()
	format := traffic.Format{Packet: 32, Grade: 16, Number: 8}
	picture, err := mesh.NewPicture(handNetwork(t, rule), placement.Layer{}, placement.Grid{Width: 2, Height: 2}, format)
	if err != nil {
		t.Fatal(err)
	}
	return picture.Charge(spikes, 3, batches)
}

// What is the same under every rule: the forward phase, the optimiser's steps and
// the ends of batches.
func common() traffic.Account {
	return traffic.Account{
		Samples: 3, Batches: 2,
		// 7 spikes to each of cores 0 and 1, each to 2 synapses; one hop east to core 1.
		InputSpikes: traffic.Work{Spikes: 7, Packets: 14, Deliveries: 14, HopsX: 7, HostPackets: 14,
			Bits: 14 * 32, BitHops: 7 * 32, HostBits: 14 * 32, ACs: 28, NeuronUpdates: 28},
		// 1 from core 0 to 2, one hop north; 6 from core 1 to 2, west and north; 3
		// from core 2 to 3, east. Each to 2 synapses.
		HiddenSpikes: traffic.Work{Spikes: 10, Packets: 10, Deliveries: 10, HopsX: 6 + 3, HopsY: 1 + 6,
			Bits: 10 * 32, BitHops: 16 * 32, ACs: 20, NeuronUpdates: 20},
		// 7 from core 3 west and south, and to the host.
		OutputSpikes: traffic.Work{Spikes: 7, Packets: 7, Deliveries: 7, HopsX: 7, HopsY: 7, HostPackets: 7,
			Bits: 7 * 32, BitHops: 14 * 32, HostBits: 7 * 32},
		// Each sample: host to 0 and 1, 0 to 2, 1 to 2, 2 to 3, 3 to host.
		Silence: traffic.Work{Packets: 18, Deliveries: 18, HopsX: 3 * 4, HopsY: 3 * 3, HostPackets: 9,
			Bits: 18 * 40, BitHops: 21 * 40, HostBits: 9 * 40},
		// 8 synapses of hidden 1, 8 of hidden 2, 4 of the output.
		LocalLearning: traffic.Work{WeightUpdates: 2 * 20},
		// Each batch: core 1 one hop, core 2 one, core 3 two.
		Control: traffic.Work{Packets: 8, Deliveries: 8, HopsX: 4, HopsY: 4, HostPackets: 8, Bits: 8 * 32, BitHops: 8 * 32, HostBits: 8 * 32},
	}
}

// addTraces adds what the rules with eligibilities do: they change with each of
// the 28 + 20 synaptic events, and at all synapses of a neuron that fires: 7·2 in
// hidden 1, 3·4 in hidden 2, 7·2 in the output. Samples in which a neuron fired
// times its synapses: 5·2 + 2·4 + 4·2.
func addTraces(a *traffic.Account) {
	a.LocalLearning.EligibilityUpdates = 48 + 14 + 12 + 14
	a.LocalLearning.MACs = 26
}

// The tree has the links (0,0) east, (0,0) north and (1,0) north.
func tree(bits, neurons int64) traffic.Work {
	return traffic.Work{Packets: 3, Deliveries: 12, HopsX: 3, HopsY: 6, HostPackets: 3,
		Bits: 3 * bits, BitHops: 9 * bits, HostBits: 3 * bits, NeuronUpdates: 3 * neurons}
}

// The branch to the output alone has (0,0) east and (1,0) north; it carries 2 errors.
var branch = traffic.Work{Packets: 3, Deliveries: 3, HopsX: 3, HopsY: 3, HostPackets: 3,
	Bits: 3 * 48, BitHops: 6 * 48, HostBits: 3 * 48, NeuronUpdates: 3 * 2}

func TestTheExampleByHand(t *testing.T) {
	want := map[string]traffic.Account{}
	// Hidden neurons fired in 5 + 2 samples, and have 2 feedback weights each.
	sfdfa := common()
	addTraces(&sfdfa)
	sfdfa.GradePayload = traffic.Work{Bits: 17 * 16, BitHops: (16 + 14) * 16, HostBits: 7 * 16, MACs: 20, RandomNumbers: 7}
	sfdfa.ErrorBroadcast = tree(32+4*8, 8)
	sfdfa.ErrorBroadcast.MACs = 7 * 2
	sfdfa.FeedbackUpdate = traffic.Work{MACs: 7 * 2, FeedbackUpdates: (1 + 2 + 1 + 2) * 2}
	want["sfdfa"] = sfdfa

	dfa := common()
	addTraces(&dfa)
	dfa.ErrorBroadcast = tree(32+2*8, 8)
	dfa.ErrorBroadcast.MACs = 7 * 2
	want["dfa"] = dfa

	frozen := common()
	addTraces(&frozen)
	frozen.ErrorBroadcast = branch
	want["frozen"] = frozen

	// An error for each of the 10 hidden packets, the other way: from core 2 to 0
	// one hop south, 6 from core 2 to 1 east and south, 3 from core 3 to 2 west.
	bp := common()
	bp.ErrorBroadcast = branch
	bp.BackwardErrors = traffic.Work{Packets: 10, Deliveries: 10, HopsX: 9, HopsY: 7, Bits: 10 * 40, BitHops: 16 * 40, MACs: 20}
	bp.LocalLearning.MACs = 48
	want["bp"] = bp

	for rule, account := range want {
		got := charge(t, rule, 2).Account()
		for _, p := range traffic.Purposes() {
			if got, want := *p.Work(&got), *p.Work(&account); got != want {
				t.Errorf("%s, %s:\n%+v, want\n%+v", rule, p.Name, got, want)
			}
		}
		if got.Samples != 3 || got.Batches != 2 {
			t.Errorf("%s: %d samples in %d batches, want 3 in 2", rule, got.Samples, got.Batches)
		}
	}
}

// A network that is only presented with samples has no learning phase.
func TestWithoutABatchNothingIsLearned(t *testing.T) {
	account := charge(t, "sfdfa", 0).Account()
	if learning := account.PhaseWork(traffic.Learning); learning != (traffic.Work{}) {
		t.Errorf("%+v in the learning phase", learning)
	}
	forward := common()
	if got, want := account.PhaseWork(traffic.Forward), forward.PhaseWork(traffic.Forward); got != want {
		t.Errorf("forward %+v, want %+v", got, want)
	}
}

// What crossed each link of the example, packets of the forward phase and of the
// learning phase.
func TestTheLinksOfTheExampleByHand(t *testing.T) {
	for rule, want := range map[string]map[string][2]int64{
		"dfa": {
			"(0,0) east":  {7 + 3, 3},     // inputs and silence to core 1; broadcast
			"(0,0) north": {7 + 6, 3},     // hidden 1 to hidden 2
			"(1,0) west":  {6 + 3, 2},     // hidden 1 to hidden 2; the end of batches
			"(1,0) north": {0, 3},         // broadcast to core 3
			"(0,1) east":  {3 + 3, 0},     // hidden 2 to the output
			"(0,1) south": {7 + 3, 2 * 2}, // output to the host; ends of batches on cores 2 and 3
			"(1,1) west":  {7 + 3, 2},
			"(1,1) south": {0, 0},
		},
		"bp": {
			"(0,0) east":  {10, 3},
			"(0,0) north": {13, 0},
			"(1,0) west":  {9, 2},
			"(1,0) north": {0, 3},
			"(0,1) east":  {6, 6},      // errors from core 2 to core 1
			"(0,1) south": {10, 4 + 1}, // errors from core 2 to core 0
			"(1,1) west":  {10, 2 + 3}, // errors from core 3 to core 2
			"(1,1) south": {0, 6},
		},
	} {
		load, seen := charge(t, rule, 2), 0
		load.Links.Each(func(from placement.Position, d mesh.Direction, link *mesh.Link) {
			name := "(" + string(rune('0'+from.X)) + "," + string(rune('0'+from.Y)) + ") " + d.String()
			if got := [2]int64{link.Forward.Packets, link.Learning.Packets}; got != want[name] {
				t.Errorf("%s: %v packets over %s, want %v", rule, got, name, want[name])
			}
			seen++
		})
		if seen != 8 {
			t.Errorf("%d links, want 8", seen)
		}
		if in, out := load.Links.In, load.Links.Out; in.Forward.Packets != 14+6 || in.Learning.Packets != 3 || out.Forward.Packets != 7+3 || out.Learning.Packets != 8 {
			t.Errorf("%s: host's links %+v and %+v, want 20 and 3 packets in, 10 and 8 out", rule, in, out)
		}
	}
}

// What each core of the example holds.
func TestTheResourcesOfTheExampleByHand(t *testing.T) {
	picture, err := mesh.NewPicture(handNetwork(t, "dfa"), placement.Layer{}, placement.Grid{}, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	want := []mesh.Resources{
		{Neurons: 2, InAxons: 2, OutAxons: 2, Synapses: 4, SynapseBytes: 16, FeedbackWeights: 4, LearnedWeights: 4},
		{Neurons: 2, InAxons: 2, OutAxons: 2, Synapses: 4, SynapseBytes: 16, FeedbackWeights: 4, LearnedWeights: 4},
		{Neurons: 2, InAxons: 4, OutAxons: 2, Synapses: 8, SynapseBytes: 32, FeedbackWeights: 4, LearnedWeights: 8},
		{Neurons: 2, InAxons: 2, OutAxons: 2, Synapses: 4, SynapseBytes: 16, LearnedWeights: 4},
	}
	for c, got := range picture.Resources() {
		if got != want[c] {
			t.Errorf("core %d: %+v, want %+v", c, got, want[c])
		}
	}
}

// A cycle among the neurons of hidden population 1, on cores 0 and 1. On the mesh it costs packets of spikes, and at each sample's
// end one more from each core to each: 6 + 4 pairs × 3 samples. The 4 windows that the simulator needs for it cost nothing there.
func TestACycleByHand(t *testing.T) {
	spec := handNetwork(t, "dfa").Spec
	spec.Topology.Projections = append(spec.Topology.Projections, topology.Projection{
		From: 1, To: 1, Rule: topology.Dense{}, Weights: topology.Constant{}, Delays: topology.Delays{Distribution: topology.Constant{Value: 0.3}},
	})
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := mesh.NewPicture(net, placement.Layer{}, placement.Grid{Width: 2, Height: 2}, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	once, cyclic := charge(t, "dfa", 2).Account(), picture.Charge(spikes, 3, 2)
	account, report := cyclic.Account(), picture.Report(cyclic)
	if account.Silence.Packets != 30 || once.Silence.Packets != 18 {
		t.Errorf("%d packets of silence, %d without the cycle, want 30 and 18", account.Silence.Packets, once.Silence.Packets)
	}
	if added := account.HiddenSpikes.Packets - once.HiddenSpikes.Packets; added != 2*7 { // 7 spikes, to two cores
		t.Errorf("the cycle adds %d packets of spikes, want 14", added)
	}
	if want := (network.Synchronisation{Windows: 4, Packets: 4 * 4}); report.Synchronisation == nil || *report.Synchronisation != want {
		t.Errorf("the simulator keeps in step by %+v, want %+v", report.Synchronisation, want)
	}
}
