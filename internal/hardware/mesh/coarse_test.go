package mesh_test

import (
	"math"
	"testing"

	"sfdfa-actors/learning"
)

// signErrors is DFA whose broadcasts carry the signs of the errors, in 2 bits each.
type signErrors struct{ learning.DFA }

func (signErrors) Name() string   { return "sign-errors" }
func (signErrors) ErrorBits() int { return 2 }

func (signErrors) Coarsen(errors []float64) {
	for o, e := range errors {
		if e != 0 {
			errors[o] = math.Copysign(1, e)
		}
	}
}

// A rule is charged what it sends: the example's 2 errors take 2 bits each, not 8.
func TestCoarseErrorsAreChargedTheirBits(t *testing.T) {
	before := learning.Rules
	learning.Rules = append(learning.Rules[:len(before):len(before)], signErrors{})
	t.Cleanup(func() { learning.Rules = before })
	got := charge(t, "sign-errors", 2).Account().ErrorBroadcast
	want := tree(32+2*2, 8)
	want.MACs = 7 * 2
	if got != want {
		t.Errorf("error broadcasts\n%+v, want\n%+v", got, want)
	}
}
