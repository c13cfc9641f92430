package eventqueue

import (
	"fmt"
	"math"
)

// Tolerances of two float64 implementations of the same network.
const (
	TimeTolerance     = 1e-11 // of spike times, seconds
	RelativeTolerance = 1e-8  // of everything else, relative to the larger of 1 and the number
)

// Difference says where a result deviates first from the one that is wanted, or nothing
// if all numbers agree within the tolerances.
func (r *Result) Difference(want *Result) string {
	f := finder{}
	f.deep("spike", r.Spikes, want.Spikes, TimeTolerance)
	f.deep("grade", r.Grades, want.Grades, 0)
	f.rows("exact eligibility of weight", r.Weights.Exact, want.Weights.Exact)
	f.rows("modified eligibility of weight", r.Weights.Modified, want.Weights.Modified)
	f.rows("exact eligibility of delay", r.Delays.Exact, want.Delays.Exact)
	f.rows("modified eligibility of delay", r.Delays.Modified, want.Delays.Modified)
	return f.found
}

// Difference says where a batch deviates first from the one that is wanted, or nothing if
// all numbers agree within the tolerances.
func (b *Batch) Difference(want *Batch) string {
	f := finder{}
	f.length("outcomes", len(b.Outcomes), len(want.Outcomes))
	for s := 0; f.found == "" && s < len(b.Outcomes); s++ {
		got, wanted := b.Outcomes[s], want.Outcomes[s]
		f.row(fmt.Sprintf("derivative of sample %d", s), got.Derivatives, wanted.Derivatives, 0)
		f.row(fmt.Sprintf("error of sample %d", s), got.Errors, wanted.Errors, 0)
		f.row(fmt.Sprintf("loss of sample %d", s), []float64{got.Loss}, []float64{wanted.Loss}, 0)
	}
	f.deep("feedback", b.Feedback, want.Feedback, 0)
	f.rows("weight", b.Weights, want.Weights)
	f.rows("delay", b.Delays, want.Delays)
	return f.found
}

// finder keeps the first difference that it meets.
type finder struct{ found string }

func (f *finder) length(name string, got, want int) {
	if f.found == "" && got != want {
		f.found = fmt.Sprintf("%s: %d values, not %d", name, got, want)
	}
}

// row compares numbers within a tolerance, or within the relative one if that is 0.
func (f *finder) row(name string, got, want []float64, tolerance float64) {
	f.length(name, len(got), len(want))
	for i := 0; f.found == "" && i < len(got); i++ {
		allowed := tolerance
		if allowed == 0 {
			allowed = RelativeTolerance * max(1, math.Abs(want[i]))
		}
		if !(math.Abs(got[i]-want[i]) <= allowed) { // so that no number differs from all
			f.found = fmt.Sprintf("%s [%d]: %.17g, not %.17g: off by %.2g", name, i, got[i], want[i], got[i]-want[i])
		}
	}
}

func (f *finder) rows(name string, got, want [][]float64) {
	f.deep(name, [][][]float64{got}, [][][]float64{want}, 0)
}

func (f *finder) deep(name string, got, want [][][]float64, tolerance float64) {
	f.length(name, len(got), len(want))
	for p := 0; f.found == "" && p < len(got); p++ {
		f.length(fmt.Sprintf("%s [%d]", name, p), len(got[p]), len(want[p]))
		for i := 0; f.found == "" && i < len(got[p]); i++ {
			f.row(fmt.Sprintf("%s [%d][%d]", name, p, i), got[p][i], want[p][i], tolerance)
		}
	}
}
