package wire

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/messages"
)

func envelope() *messages.Envelope {
	return &messages.Envelope{Number: 7, First: 300, Count: 2, Batch: messages.Batch{
		Number: 6, First: 298, Size: 4, Learn: true, Rates: messages.Rates{Weights: 0.003, Feedback: 1e-4},
	}}
}

// examples has a message of every kind.
func examples() []any {
	spikes := []messages.Spike{{Time: 0, Source: 3}, {Time: 0, Source: 4}, {Time: 0.25, Source: 2147483647}}
	graded := []messages.Spike{{Time: 0.1, Grade: -0.5, Source: 1}, {Time: 0.1, Source: 2}, {Time: 0.2, Grade: 1e300, Source: 0}}
	state := messages.State{Weights: []float64{1, -2}, Feedback: []float64{0.5}, First: []float64{0, 3}, Second: []float64{4, 5}, Averages: []float64{6, 7}, MeanRate: []float64{0.25}, Silence: []float64{3}, Delays: []float64{0.01, 0}, DelayFirst: []float64{8, 9}, DelaySecond: []float64{10, 11}, Steps: 9}
	return []any{
		Routed{Destination{ToPopulation, 2}, &messages.Packets{Envelope: envelope(), From: messages.InputCore, Counts: []int32{1, 2}, Spikes: spikes}},
		Routed{Destination{Role: ToReadout}, &messages.Packets{Envelope: envelope(), From: 3, Counts: []int32{3, 0}, Spikes: graded}},
		Routed{Destination{ToPopulation, 2}, &messages.Packets{Envelope: envelope(), From: 3, Counts: []int32{3, 8}}},
		Routed{Destination{Role: ToReadout}, &messages.Single{Envelope: envelope(), Spike: messages.Spike{Time: 0.1, Grade: -0.5, Source: 1, Sample: 1}}},
		Routed{Destination{Role: ToEveryCore}, &messages.ErrorBroadcasts{Batch: envelope().Batch, Broadcasts: []messages.ErrorBroadcast{
			{Sample: 300, Errors: []float64{3, -1}, Derivatives: []float64{0.1, math.Copysign(0, -1)}}, {Sample: 301, Errors: []float64{1, 2}, Derivatives: []float64{0, 0}},
		}}},
		Routed{Destination{Role: ToCoordinator}, &messages.Learned{Batch: 12, From: 3}},
		Routed{Destination{Role: ToRecorder}, &Recording{Core: 1, First: 300, Samples: [][]messages.Spike{spikes, {}, graded}}},
		Routed{Destination{ToCore, 5}, &messages.TallyRequest{}},
		Routed{Destination{Role: ToCoordinator}, &messages.TallyReport{
			Tally: messages.Tally{Count: messages.Count{HiddenSpikes: 1 << 60, SpikePackets: 2}, Silent: 3}, From: 4,
			Activity: []messages.Activity{{Spikes: 1 << 60, Samples: 1 << 31, Batches: 7, Capped: 5}, {}, {Spikes: 2, Samples: 1}},
		}},
		Routed{Destination{ToCore, 5}, &messages.StateRequest{First: 2, Count: 3, DigestOnly: true}},
		Routed{Destination{Role: ToClient}, &messages.CoreStates{States: []messages.NeuronState{{Neuron: 1, State: state, Digest: messages.Digest{1, 2, 3}}, {}}}},
		Routed{Destination{ToCore, 5}, &messages.StateAssignment{First: 2, States: []messages.State{state, {Weights: []float64{math.Inf(1)}}}}},
		&Hello{Machine: 2, Address: "a:1", Build: "1", Architecture: "amd64"},
		&Welcome{Challenge: []byte{1, 2}},
		&Refusal{Reason: "busy", Later: true},
		&Build{Proof: []byte{1}, Addresses: []string{"a:1", "b:2"}, Owners: []int{1, 1}, Spec: []byte("seed: 1\n"), Record: true, RecordsTestsOnly: true, Window: 9, Patience: time.Second},
		&Built{Neurons: 4, Proof: []byte{7}},
		&Failure{Reason: "panic", Lost: true},
		&Release{},
		&Heartbeat{Received: 1, BytesSent: 2},
		&Acknowledgement{Received: 1 << 50},
	}
}

func header() Header {
	return Header{Session: SessionID{1, 2, 255}, Generation: 3, From: 2, Sequence: 1 << 40}
}

// Every kind of message comes out as it went in, and every kind has an example.
func TestMessagesComeOutAsTheyWentIn(t *testing.T) {
	seen := map[byte]bool{}
	for _, message := range examples() {
		frame, err := Encode(header(), message)
		if err != nil {
			t.Fatal(err)
		}
		h, got, err := decode(frame)
		if err != nil {
			t.Errorf("%T: %v", message, err)
			continue
		}
		if h != header() || !reflect.DeepEqual(got, message) {
			t.Errorf("%+v %+v came out as %+v %+v", header(), message, h, got)
		}
		k, err := kindOf(message)
		if err != nil {
			t.Fatal(err)
		}
		seen[k.number] = true
	}
	if len(seen) != len(kinds) {
		t.Errorf("examples of %d kinds of messages, want all %d", len(seen), len(kinds))
	}
}

// A frame that ends early, or has something behind its end, is refused, whatever it
// carries.
func TestTruncatedAndLongerFramesAreRefused(t *testing.T) {
	for _, message := range examples() {
		frame, err := Encode(header(), message)
		if err != nil {
			t.Fatal(err)
		}
		for length := range frame {
			if _, got, err := decode(frame[:length]); err == nil {
				t.Errorf("%T: %d of %d bytes are read as %+v", message, length, len(frame), got)
			}
		}
		if _, _, err := decode(append(frame, 0)); err == nil {
			t.Errorf("%T: a byte behind the end is not noticed", message)
		}
	}
}

// Refusals say what is wrong, and what would be right.
func TestRefusalsSayWhy(t *testing.T) {
	good, err := Encode(header(), &Acknowledgement{Received: 5})
	if err != nil {
		t.Fatal(err)
	}
	start := len(good) - 2 // of the message: its kind, and 5
	change := func(position int, to ...byte) []byte { return append(append([]byte(nil), good[:position]...), to...) }
	for name, c := range map[string]struct {
		frame []byte
		says  string
	}{
		"another version":       {append([]byte{1}, good[1:]...), "of version 1, allowed: 9"},
		"an unknown kind":       {change(start, 200, 5), "of kind 200, allowed: 1 to 19"},
		"kind 0":                {change(start, 0, 5), "of kind 0"},
		"a long zero":           {change(start+1, 0x80, 0), "shortest form"},
		"65 bits":               {change(start+1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), "64 bits"},
		"an unknown place":      {change(start, 4, 77, 0, 0, 0), "destination is 77"},
		"a numbered readout":    {change(start, 4, 1, 1, 0, 0), "destination is 1, 1"},
		"nothing":               {nil, "ends early"},
		"a huge frame":          {make([]byte, MaxFrame+1), "allowed: up to"},
		"an unknown field":      {append(change(start, 17), `{"Surprise":1}`...), "Surprise"},
		"text behind an object": {append(change(start, 17), `{}{}`...), "bytes follow"},
	} {
		if _, _, err := decode(c.frame); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.says)
		}
	}
}

// What is announced and not there takes no memory.
func TestAnnouncedSizesTakeNoMemory(t *testing.T) {
	huge := writer{}
	huge.uint(1 << 40)
	for _, message := range examples() {
		frame, err := Encode(header(), message)
		if err != nil {
			t.Fatal(err)
		}
		for position := maxHeader - 30; position < len(frame); position++ {
			forged := append(append(append([]byte(nil), frame[:position]...), huge.data...), frame[position:]...)
			if used := allocated(func() { _, _, _ = decode(forged) }); used > 1<<20 {
				t.Errorf("%T with a huge number at %d takes %d bytes", message, position, used)
			}
		}
	}
}

// What would be larger than any frame may be is refused before it is sent.
func TestTooLargeMessagesAreRefused(t *testing.T) {
	states := &messages.StateAssignment{States: []messages.State{{Weights: make([]float64, MaxFrame/8)}}}
	if _, err := EncodeMessage(Routed{Destination{ToCore, 0}, states}); err == nil || !strings.Contains(err.Error(), "state assignment has 33554") {
		t.Errorf("error %v, want one that names the message and its size", err)
	}
	if _, err := EncodeMessage(3); err == nil || !strings.Contains(err.Error(), "int can't cross") {
		t.Errorf("error %v, want one that names the type", err)
	}
	if _, err := EncodeMessage(&messages.Learned{}); err == nil {
		t.Error("a message of the network without a destination is encoded")
	}
}

// Spikes keep every bit, sorted or not.
func TestSpikesKeepEveryBit(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := &messages.Packets{Envelope: envelope(), From: r.IntN(9) - 1, Counts: make([]int32, 2)}
		for s := range p.Counts {
			p.Counts[s] = int32(r.IntN(20))
			for range p.Counts[s] {
				spike := messages.Spike{Time: float64(r.IntN(4)) / 7, Source: r.Int32()}
				if seed%2 == 0 {
					spike.Grade = r.NormFloat64()
				}
				p.Spikes = append(p.Spikes, spike)
			}
		}
		frame, err := Encode(header(), Routed{Destination{ToPopulation, 1}, p})
		if err != nil {
			t.Fatal(err)
		}
		if _, got, err := decode(frame); err != nil || !reflect.DeepEqual(got.(Routed).Message, p) {
			t.Errorf("seed %d: %+v came out as %+v, %v", seed, p, got, err)
		}
	}
}

// Every number of a tally crosses.
func TestEveryNumberOfATallyCrosses(t *testing.T) {
	numbers := len(reflect.VisibleFields(reflect.TypeFor[messages.Tally]())) - 1 // the embedded struct is none
	if got := len(tallyNumbers(&messages.Tally{})); got != numbers {
		t.Errorf("%d numbers of a tally are written, want all %d", got, numbers)
	}
}
