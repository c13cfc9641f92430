package learning_test

import (
	"math"
	"testing"

	"sfdfa-actors/learning"
)

// A value that is not finite is found wherever it stands, also beside its opposite.
func TestFiniteValues(t *testing.T) {
	for length := range 13 {
		values := make([]float64, length)
		for j := range values {
			values[j] = math.MaxFloat64 * float64(1-2*(j%2))
		}
		if !learning.AllFinite(values) || learning.FirstNotFinite(values) != -1 {
			t.Errorf("%d finite values were called not finite", length)
		}
		for at := range values {
			for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
				kept := values[at]
				values[at] = bad
				if learning.AllFinite(values) || learning.FirstNotFinite(values) != at {
					t.Errorf("%v at place %d of %d: all finite %v, first at %d", bad, at, length, learning.AllFinite(values), learning.FirstNotFinite(values))
				}
				if last := length - 1; at < last {
					other := values[last]
					values[last] = -bad
					if learning.AllFinite(values) || learning.FirstNotFinite(values) != at {
						t.Errorf("%v at place %d and its opposite at %d were not found", bad, at, last)
					}
					values[last] = other
				}
				values[at] = kept
			}
		}
	}
}
