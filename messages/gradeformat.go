package messages

import (
	"fmt"
	"math"
)

// GradeFormat is the fixed-point number in which a grade leaves its neuron on a
// spike: Bits bits with a sign, symmetric about 0, so that with
// n = 2^(Bits−1) − 1 its values are the multiples of Range/n from −Range to
// Range. Without Bits a grade leaves as the float64 that it is.
type GradeFormat struct {
	Bits  int     // 0, or from 2 to MaxGradeBits
	Range float64 // largest magnitude, with Bits only
}

// MaxGradeBits bounds a grade's bits: the largest payload of a spike that a chip is
// known to have (docs/ENERGY.md).
const MaxGradeBits = 32

// Bounds of a grade's range, far inside those of float64.
const (
	MinGradeRange = 1e-9
	MaxGradeRange = 1e9
)

// Validate checks bits and range.
func (f GradeFormat) Validate() error {
	if f.Bits == 0 {
		return nil
	}
	if f.Bits < 2 || f.Bits > MaxGradeBits {
		return fmt.Errorf("messages: grades have %d bits, must have 0 or from 2 to %d", f.Bits, MaxGradeBits)
	}
	if !(f.Range >= MinGradeRange && f.Range <= MaxGradeRange) {
		return fmt.Errorf("messages: range of grades is %v, must be from %g to %g", f.Range, MinGradeRange, MaxGradeRange)
	}
	return nil
}

// Quantise rounds grades to the nearest values of the format, halves to the even
// multiple; those beyond the range become its end.
func (f GradeFormat) Quantise(grades []float64) {
	if f.Bits == 0 {
		return
	}
	largest := float64(int64(1)<<(f.Bits-1) - 1)
	for k, grade := range grades {
		multiple := math.RoundToEven(grade * largest / f.Range)
		grades[k] = max(-largest, min(largest, multiple)) * f.Range / largest
	}
}
