package neuron_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/messages"
)

func trained(t *testing.T, precision neuron.Precision) (*neuron.Population, neuron.Neuron) {
	t.Helper()
	p := averagingPopulation(t)
	p.Learning.RateAverage = 20
	n := neuron.Build(p, precision, 0, []int{6})[0]
	train(p, n, 1, 4, inOrder)
	return p, n
}

// A neuron with another one's state is that neuron: the same state, digest and
// further training.
func TestStateRoundTrip(t *testing.T) {
	for _, precision := range neuron.Precisions() {
		p, n := trained(t, precision)
		state := n.State()
		if state.Steps != 4 || slices.Max(state.Second) == 0 || slices.Max(state.Feedback) == 0 {
			t.Fatalf("%s: state %+v, want it trained", precision, state)
		}
		copied := neuron.Build(p, precision, 0, []int{6})[0]
		setState(t, copied, state)
		for _, phase := range []string{"at once", "after more training"} {
			if !reflect.DeepEqual(copied.State(), n.State()) || copied.Digest() != n.Digest() {
				t.Errorf("%s, %s: state %+v, want %+v", precision, phase, copied.State(), n.State())
			}
			train(p, n, 2, 2, inOrder)
			train(p, copied, 2, 2, inOrder)
		}
	}
}

// State is a copy, and so is what SetState took.
func TestStatesAreCopies(t *testing.T) {
	_, n := trained(t, neuron.Float64)
	before := n.Digest()
	state := n.State()
	setState(t, n, state)
	for _, part := range parts(&state) {
		for j := range part.values {
			part.values[j]++
		}
	}
	if n.Digest() != before {
		t.Error("writing to a state changed the neuron")
	}
}

type part struct {
	name   string
	values []float64
}

func parts(state *messages.State) []part {
	return []part{
		{"weights", state.Weights}, {"feedback weights", state.Feedback},
		{"first moments", state.First}, {"second moments", state.Second},
		{"averages of weights", state.Averages}, {"mean rates", state.MeanRate},
	}
}

func TestSetStateChecksLengths(t *testing.T) {
	_, n := trained(t, neuron.Float64)
	before := n.Digest()
	for name, change := range map[string]func(*messages.State){
		"weights":             func(s *messages.State) { s.Weights = s.Weights[1:] },
		"feedback weights":    func(s *messages.State) { s.Feedback = append(s.Feedback, 1) },
		"first moments":       func(s *messages.State) { s.First = nil },
		"second moments":      func(s *messages.State) { s.Second = s.Second[:2] },
		"averages of weights": func(s *messages.State) { s.Averages = s.Averages[2:] },
		"mean rates":          func(s *messages.State) { s.MeanRate = nil },
	} {
		state := n.State()
		change(&state)
		if err := n.SetState(state); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s of another length: error %v, want one that names them", name, err)
		}
		if n.Digest() != before {
			t.Errorf("%s of another length changed the neuron", name)
		}
	}
}

// A state with a number that is not finite is refused, by the number's place, and
// changes nothing.
func TestSetStateRefusesWhatIsNotFinite(t *testing.T) {
	_, n := trained(t, neuron.Float64)
	before := n.Digest()
	for k := range parts(&messages.State{}) {
		for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
			state := n.State()
			part := parts(&state)[k]
			last := len(part.values) - 1
			part.values[last] = bad
			want := fmt.Sprintf("state of neuron 0 has %v at place %d of its %s", bad, last, part.name)
			if err := n.SetState(state); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want %q", err, want)
			}
			if n.Digest() != before {
				t.Errorf("%v among the %s changed the neuron", bad, part.name)
			}
		}
	}
}

// Equal digests mean equal bits: any one of them counts.
func TestDigestChangesWithAnyBit(t *testing.T) {
	p, n := trained(t, neuron.Float64)
	changed := neuron.Build(p, neuron.Float64, 0, []int{6})[0]
	seen := map[messages.Digest]string{n.Digest(): "the neuron itself"}
	finite := 0 // states that were tried
	expectNew := func(what string, state messages.State) {
		setState(t, changed, state)
		digest := changed.Digest()
		if other, clash := seen[digest]; clash {
			t.Errorf("%s has the digest of %s", what, other)
		}
		seen[digest] = what
	}
	for k := range parts(&messages.State{}) {
		infinite := 0
		count := len(parts(new(n.State()))[k].values)
		for j := range count {
			for _, bit := range []int{0, 17, 51, 62, 63} {
				state := n.State()
				part := parts(&state)[k]
				part.values[j] = math.Float64frombits(math.Float64bits(part.values[j]) ^ 1<<bit)
				if math.IsInf(part.values[j], 0) || math.IsNaN(part.values[j]) {
					infinite++ // no state
					continue
				}
				expectNew(part.name, state)
			}
		}
		finite += 5*count - infinite
	}
	state := n.State()
	state.Steps++
	expectNew("steps", state)
	if all := 5 * (6 + 2 + 6 + 6 + 6 + 1); len(seen) != 2+finite || finite < all-10 {
		t.Errorf("%d digests seen of %d finite states, want 2 more of almost all %d", len(seen), finite, all)
	}
}

// The checksum of a network depends on the order of its neurons.
func TestCombine(t *testing.T) {
	x, y := messages.Digest{1}, messages.Digest{2}
	digests := map[messages.Digest]bool{
		neuron.Combine(nil): true, neuron.Combine([]messages.Digest{x}): true,
		neuron.Combine([]messages.Digest{x, y}): true, neuron.Combine([]messages.Digest{y, x}): true,
	}
	if len(digests) != 4 {
		t.Errorf("%d different checksums of 4 networks", len(digests))
	}
}

// StateInto is State, whatever stood in the memory before, and takes that where it is large enough.
func TestStateIntoIsStateInTheMemoryOfAnother(t *testing.T) {
	for _, precision := range neuron.Precisions() {
		_, n := trained(t, precision)
		want, reuse := n.State(), n.State()
		for _, part := range parts(&reuse) {
			for j := range part.values {
				part.values[j] = -7
			}
		}
		got := n.StateInto(reuse)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: state %+v, want %+v", precision, got, want)
		}
		if &got.Weights[0] != &reuse.Weights[0] || &got.Feedback[0] != &reuse.Feedback[0] {
			t.Errorf("%s: the state is not in the memory that was given", precision)
		}
		if small := n.StateInto(messages.State{Weights: make([]float64, 0, 2)}); !reflect.DeepEqual(small, want) {
			t.Errorf("%s: state %+v from too little memory, want %+v", precision, small, want)
		}
	}
}
