package report

import (
	"reflect"
	"testing"

	"sfdfa-actors/messages"
)

// Of class 0 taken for 1 there are three samples; the one whose wrong output
// neuron leads most comes first, those that are even in the order of the part.
func TestMistakesByHand(t *testing.T) {
	outcomes := []messages.Outcome{outcome(0, 0, 1), outcome(1, 0, 0), outcome(2, 0, 1), outcome(3, 1, 0), outcome(4, 0, 1)}
	spikes := [][2]int{{3, 4}, {9, 1}, {2, 6}, {5, 5}, {7, 8}}
	all := newMistakes(outcomes, func(sample, output int) int { return spikes[sample][output] })
	want := []Mistake{{0, 0, 1, 3, 4}, {2, 0, 1, 2, 6}, {3, 1, 0, 5, 5}, {4, 0, 1, 7, 8}}
	if !reflect.DeepEqual(all, want) {
		t.Errorf("mistakes %v, want %v", all, want)
	}
	if got := (pair{class: 0, prediction: 1}).examples(all); !reflect.DeepEqual(got, []Mistake{want[1], want[0], want[3]}) {
		t.Errorf("examples %v", got)
	}
}

func TestAPairHasFewExamples(t *testing.T) {
	all := make([]Mistake, 3*mostExamples)
	if got := len((pair{}).examples(all)); got != mostExamples {
		t.Errorf("%d examples, want %d", got, mostExamples)
	}
}
