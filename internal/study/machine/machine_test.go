package machine

import (
	"math"
	"testing"
)

// The loop adds w·q² and w·q of every event to its sums, for each neuron.
func TestTheBareLoopByHand(t *testing.T) {
	l := NewBareLoop(2, 2, [][]Event{{{Q: 2, Synapse: 1}, {Q: 3, Synapse: 0}}, {{Q: 1, Synapse: 1}}})
	// Weights 1, 1/2 and 1/3, 1/4. First sample: 2·4·w1/2 …
	want := 0.0
	for _, w := range [][]float64{{1, 0.5}, {1. / 3, 0.25}} {
		want += w[1]*2*2 + w[1]*2 + w[0]*3*3 + w[0]*3 + w[1] + w[1]
	}
	if got := l.once(); math.Abs(got-want) > 1e-6 {
		t.Errorf("the sums are %v, want %v", got, want)
	}
	if seconds := l.Run(2); !(seconds > 0) || l.total != l.once() {
		t.Errorf("%v s, total %v", seconds, l.total)
	}
}

func TestAWatchSeesWhatIsUsed(t *testing.T) {
	watch, loop := Start(), Synthetic()
	for range 5 {
		loop.Run(1)
	}
	usage := watch.Stop()
	if !(usage.Seconds > 0) || CPUTime() > 0 && !(usage.CPUSeconds > 0) || usage.Others != nil && !(*usage.Others >= 0) {
		t.Errorf("usage %+v", usage)
	}
}
