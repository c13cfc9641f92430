package energy

import (
	"math"
	"testing"

	"sfdfa-actors/internal/hardware/traffic"
)

func approximately(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12*math.Abs(want) {
		t.Errorf("%s is %g, want %g", what, got, want)
	}
}

func open(t *testing.T, name string) *Profile {
	t.Helper()
	p, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Worked out on paper with the constants of Davies et al. 2018:
//
//	forward   1000 synaptic operations × 23.6 pJ   = 23 600 pJ
//	          50 active updates × 81 pJ            =  4 050 pJ
//	          30 hops x × 3 pJ + 10 hops y × 4 pJ  =    130 pJ
//	          4 local packets × 1.7 pJ             =      6.8 pJ
//	          2000 idle updates × 52 pJ            = 104 000 pJ, idle
//	          0.4 s × 104 mW                       = 41.6 mJ, static
//	learning  200 weight updates × 120 pJ          = 24 000 pJ
//	          8 hops x × 3 pJ                      =     24 pJ
var worked = Counts{
	Samples: 2,
	Forward: Phase{
		Work: traffic.Work{
			ACs: 1000, NeuronUpdates: 50, HopsX: 30, HopsY: 10, LocalPackets: 4, Packets: 44, Deliveries: 44, Spikes: 40,
		},
		RestingUpdates: 2000, ChipSeconds: 0.4,
	},
	Learning: Phase{Work: traffic.Work{MACs: 300, WeightUpdates: 200, HopsX: 8}},
}

func TestEstimateOfAWorkedCase(t *testing.T) {
	e := open(t, "loihi-davies2018").Estimate(&worked)
	if !e.IsEstimate || e.Samples != 2 {
		t.Errorf("estimate is %v of %d samples", e.IsEstimate, e.Samples)
	}
	approximately(t, "forward dynamic", e.Forward.Dynamic, 27786.8e-12)
	approximately(t, "forward idle", e.Forward.Idle, 104000e-12)
	approximately(t, "forward static", e.Forward.Static, 41.6e-3)
	approximately(t, "learning dynamic", e.Learning.Dynamic, 24024e-12)
	approximately(t, "run dynamic", e.Run.Dynamic, 51810.8e-12)
	approximately(t, "dynamic per sample", e.PerSample.Run.Dynamic, 25905.4e-12)
	approximately(t, "static per sample", e.PerSample.Run.Static, 20.8e-3)
	approximately(t, "forward dynamic per sample", e.PerSample.Forward.Dynamic, 13893.4e-12)
	approximately(t, "learning dynamic per sample", e.PerSample.Learning.Dynamic, 12012e-12)
	approximately(t, "forward idle per sample", e.PerSample.Forward.Idle, 52000e-12)
	approximately(t, "run without a clock", e.Run.EventDriven(), 51810.8e-12+41.6e-3)
	approximately(t, "run with a clock", e.Run.Clocked(), 51810.8e-12+104000e-12+41.6e-3)
	if e.Learning.Static != 0 || e.Learning.Idle != 0 {
		t.Errorf("learning has %g J static and %g J idle, want none: no time was counted there", e.Learning.Static, e.Learning.Idle)
	}
}

// A constant that is not in the profile is missing with its count, never 0.
func TestWhatAProfileLacksIsMissing(t *testing.T) {
	e := open(t, "loihi-davies2018").Estimate(&worked)
	want := map[string]float64{"synaptic-operation-graded": 300, "spike-out": 40, "packet-out": 44, "packet-in": 44}
	if len(e.Missing) != len(want) {
		t.Errorf("missing are %v, want %v", e.Missing, want)
	}
	for _, m := range e.Missing {
		if want[m.Constant] != m.Count {
			t.Errorf("missing is %s with %g, want %g", m.Constant, m.Count, want[m.Constant])
		}
	}
	if len(e.Learning.Missing) != 1 || e.Learning.Missing[0].Constant != "synaptic-operation-graded" {
		t.Errorf("missing in learning are %v, want the graded operations only", e.Learning.Missing)
	}
	for _, product := range append(e.Forward.Products, e.Learning.Products...) {
		if product.Name == "weight-read" {
			t.Error("a weight read is a product of its own, want it within the synaptic operation")
		}
	}
}

// What costs nothing by a profile is a product of 0, and not missing.
func TestAConstantOfZeroIsNotMissing(t *testing.T) {
	e := open(t, "loihi-sanafe").Estimate(&worked)
	found := false
	for _, product := range e.Forward.Products {
		if product.Name == "packet-in" {
			found = product.Count == 44 && product.Joules == 0
		}
	}
	if !found {
		t.Errorf("products are %v, want 44 packets in at 0 pJ", e.Forward.Products)
	}
	// 1000 × 35.5 + 50 × 72.8 + 40 × 69.3 + 44 × 111 + 30 × 3 + 10 × 4.2 pJ
	approximately(t, "forward dynamic", e.Forward.Dynamic, (35500+3640+2772+4884+90+42)*1e-12)
	if e.Forward.Static != 0 {
		t.Errorf("static is %g J, want none", e.Forward.Static)
	}
}

// Additions and multiplications with additions have prices of their own.
func TestGradedOperationsAreNotBinaryOnes(t *testing.T) {
	p := open(t, "horowitz45-fp32")
	binary := p.Estimate(&Counts{Forward: Phase{Work: traffic.Work{ACs: 10}}})
	graded := p.Estimate(&Counts{Learning: Phase{Work: traffic.Work{MACs: 10}}})
	approximately(t, "ten spikes at a synapse", binary.Run.Dynamic, 10*(0.9+5)*1e-12)
	approximately(t, "ten grades at a synapse", graded.Run.Dynamic, 46e-12)
	if graded.PerSample != nil {
		t.Error("there is an energy per sample without a sample")
	}
}

// A delay is read as a weight is, and moved as one, unless the profile knows better.
func TestDelaysCostWhatWeightsDo(t *testing.T) {
	p := open(t, "horowitz45-fp32")
	read := p.Estimate(&Counts{Forward: Phase{Work: traffic.Work{DelayReads: 10}}})
	approximately(t, "ten delays read", read.Run.Dynamic, 10*5*1e-12)
	moved := open(t, "loihi-davies2018").Estimate(&Counts{Learning: Phase{Work: traffic.Work{DelayUpdates: 10}}})
	approximately(t, "ten delays moved", moved.Run.Dynamic, 10*120e-12)
	within := open(t, "loihi-sanafe").Estimate(&Counts{Forward: Phase{Work: traffic.Work{DelayReads: 10}}})
	if within.Run.Dynamic != 0 || len(within.Missing) != 0 {
		t.Errorf("%v J and %v missing of a chip whose synaptic operation has what reading takes, want neither", within.Run.Dynamic, within.Missing)
	}
}

// Every term counts something of its own.
func TestEveryTermHasACountOfItsOwn(t *testing.T) {
	p := Phase{
		Work: traffic.Work{
			ACs: 1, MACs: 2, NeuronUpdates: 4, Spikes: 16, Packets: 32, Deliveries: 64,
			LocalPackets: 128, HopsX: 256, HopsY: 512, EligibilityUpdates: 1024, WeightUpdates: 2048, FeedbackUpdates: 4096,
			RandomNumbers: 8192, DelayReads: 65536, DelayUpdates: 131072, HostPackets: -1, Bits: -2, BitHops: -4,
		},
		RestingUpdates: 8, DecayingUpdates: 32768, ChipSeconds: 16384,
	}
	seen := map[float64]string{}
	for _, term := range Terms() {
		n := term.count(&p)
		if other := seen[n]; other != "" && term.Constant != "weight-read" {
			t.Errorf("%s and %s both count %g", other, term.Constant, n)
		}
		seen[n] = term.Constant
	}
	if len(seen) != 18 {
		t.Errorf("%d counts are used, want all 18", len(seen))
	}
}

// 3 samples of 10 ms are 10 time steps of 1 ms each for 5 neurons, of which 40
// updates of 150 were active; 60 % of the pairs come after an arrival, so 50 more decay, and 60 are at rest; two chips
// are on for 30 ms. What silence takes is in neither phase.
func TestCountAddsWhatAClockAdds(t *testing.T) {
	account := &traffic.Account{
		Samples:       3,
		InputSpikes:   traffic.Work{ACs: 25, NeuronUpdates: 25, HopsX: 2},
		HiddenSpikes:  traffic.Work{ACs: 15, NeuronUpdates: 15, HopsX: 5},
		GradePayload:  traffic.Work{MACs: 15},
		LocalLearning: traffic.Work{WeightUpdates: 7, NeuronUpdates: 1},
		Silence:       traffic.Work{Packets: 9, HopsX: 3},
	}
	want := &Counts{
		Samples:  3,
		Clock:    Clock{Timestep: 1e-3, Neurons: 5, Duration: 10e-3, Cores: 9, Chips: 2, Reached: 0.6},
		Silence:  Phase{Work: traffic.Work{Packets: 9, HopsX: 3}},
		Forward:  Phase{Work: traffic.Work{ACs: 40, NeuronUpdates: 40, HopsX: 7}, DecayingUpdates: 50, RestingUpdates: 60, ChipSeconds: 0.06},
		Learning: Phase{Work: traffic.Work{MACs: 15, WeightUpdates: 7, NeuronUpdates: 1}},
	}
	clock := Clock{Timestep: 1e-3, Neurons: 5, Duration: 10e-3, Cores: 9, Chips: 2, Reached: 0.6}
	if got := Count(account, clock); *got != *want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	clock.Timestep = 3e-3 // the fourth step is begun: 12 steps for 5 neurons
	if got := Count(account, clock).Forward; got.DecayingUpdates != 0 || got.RestingUpdates != 20 {
		t.Errorf("%g decaying and %g resting updates in steps of 3 ms, want 0 and 20", got.DecayingUpdates, got.RestingUpdates)
	}
	clock.Timestep = 10e-3 // 15 updates at most, of which more than all were active
	if got := Count(account, clock).Forward; got.DecayingUpdates+got.RestingUpdates != 0 {
		t.Errorf("%g decaying and %g resting updates in steps of 10 ms, want none", got.DecayingUpdates, got.RestingUpdates)
	}
}

// The cores of a profile share chips, of which one at least is on.
func TestChips(t *testing.T) {
	for _, test := range []struct{ perChip, cores, want int64 }{{0, 1000, 1}, {128, 1, 1}, {128, 128, 1}, {128, 129, 2}, {128, 0, 1}} {
		p := Profile{CoresPerChip: test.perChip}
		if got := p.Chips(test.cores); got != test.want {
			t.Errorf("%d cores, %d a chip: %d chips, want %d", test.cores, test.perChip, got, test.want)
		}
	}
	if got := open(t, "loihi-davies2018").Chips(129); got != 2 {
		t.Errorf("129 cores take %d chips, want 2", got)
	}
}
