package traffic_test

import (
	"reflect"
	"testing"

	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/messages"
)

// Activities survive being bytes; what no population has is refused.
func TestActivitiesSurviveBeingBytes(t *testing.T) {
	neurons := []messages.Activity{{Spikes: 300, Samples: 200, Batches: 7, Capped: 150}, {}, {Spikes: 1, Samples: 1, Batches: 1, Capped: 1}, {}}
	text := traffic.EncodeActivity(neurons)
	read := []messages.Activity{{Spikes: 99}, {Spikes: 99}, {}, {}}
	if err := traffic.DecodeActivity(read, text); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(read, neurons) {
		t.Errorf("%+v, want %+v", read, neurons)
	}
	for end := range text {
		if end == 10 || end == 13 {
			continue // all that came before, of which neurons that reached their cap are left out
		}
		if err := traffic.DecodeActivity(read, text[:end]); err == nil {
			t.Errorf("%d of %d bytes are taken", end, len(text))
		}
	}
	if err := traffic.DecodeActivity(read, append(text, 0)); err == nil {
		t.Error("a byte more is taken")
	}
}

// Sums of activities are those of each neuron.
func TestActivitiesAddUp(t *testing.T) {
	sum := messages.NewActivities([]int{1, 2})
	part := messages.Activities{{{Spikes: 3, Samples: 2, Batches: 1}}, {{}, {Spikes: 1, Samples: 1, Batches: 1}}}
	sum.Add(part)
	sum.Add(part)
	if want := (messages.Activities{{{Spikes: 6, Samples: 4, Batches: 2}}, {{}, {Spikes: 2, Samples: 2, Batches: 2}}}); !reflect.DeepEqual(sum, want) {
		t.Errorf("%+v, want %+v", sum, want)
	}
	sum.Reset()
	if want := messages.NewActivities([]int{1, 2}); !reflect.DeepEqual(sum, want) {
		t.Errorf("%+v after a reset", sum)
	}
}

// Whatever the bytes are, they are refused, or they are activities that can be
// and encode to some that decode to the same.
func FuzzDecodingActivity(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 0})
	f.Add([]byte{3, 2, 1, 0, 200, 1, 5, 5, 0})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 1, 0, 0, 0})
	f.Fuzz(func(t *testing.T, text []byte) {
		neurons := make([]messages.Activity, 4)
		if traffic.DecodeActivity(neurons, text) != nil {
			return
		}
		for _, n := range neurons {
			if n.Spikes < 0 || int64(n.Samples) > n.Spikes || n.Batches > n.Samples || n.Capped > n.Samples || (n.Spikes > 0) != (n.Batches > 0) {
				t.Errorf("%v: %+v", text, n)
			}
		}
		again := make([]messages.Activity, 4)
		if err := traffic.DecodeActivity(again, traffic.EncodeActivity(neurons)); err != nil || !reflect.DeepEqual(again, neurons) {
			t.Errorf("%v: %+v, then %+v, error %v", text, neurons, again, err)
		}
	})
}
