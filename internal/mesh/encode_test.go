package mesh_test

import (
	"reflect"
	"testing"

	"sfdfa-actors/internal/mesh"
)

// Counts survive being bytes; what no population has is refused.
func TestCountsSurviveBeingBytes(t *testing.T) {
	net := handNetwork(t, "dfa")
	counter := &mesh.Counter{Neurons: spikes}
	for population := range spikes {
		text := counter.Encode(population)
		read := mesh.NewCounter(net)
		read.Neurons[population][0].Spikes = 99
		if err := read.Decode(population, text); err != nil {
			t.Fatal(err)
		}
		for i, got := range read.Neurons[population] {
			if want := spikes[population][i]; got != want {
				t.Errorf("neuron %d of population %d: %+v, want %+v", i, population, got, want)
			}
		}
		for end := range text {
			if err := read.Decode(population, text[:end]); err == nil {
				t.Errorf("population %d: %d of %d bytes are taken", population, end, len(text))
			}
		}
		if err := read.Decode(population, append(text, 0)); err == nil {
			t.Errorf("population %d: a byte more is taken", population)
		}
	}
}

// Whatever the bytes are, they are refused, or they are counts that can be and
// encode to counts that decode to the same.
func FuzzDecodingCounts(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 0})
	f.Add([]byte{3, 2, 1, 0, 200, 1, 5, 5, 0})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 1, 0, 0, 0})
	f.Fuzz(func(t *testing.T, text []byte) {
		counter := &mesh.Counter{Neurons: [][]mesh.Counts{make([]mesh.Counts, 4)}}
		if counter.Decode(0, text) != nil {
			return
		}
		for _, n := range counter.Neurons[0] {
			if n.Spikes < 0 || int64(n.Samples) > n.Spikes || n.Batches > n.Samples || (n.Spikes > 0) != (n.Batches > 0) {
				t.Errorf("%v: %+v", text, n)
			}
		}
		again := &mesh.Counter{Neurons: [][]mesh.Counts{make([]mesh.Counts, 4)}}
		if err := again.Decode(0, counter.Encode(0)); err != nil || !reflect.DeepEqual(again, counter) {
			t.Errorf("%v: %+v, then %+v, error %v", text, counter, again, err)
		}
	})
}
