package alignment

import (
	"math"
	"testing"
)

func TestAngleByHand(t *testing.T) {
	for _, test := range []struct {
		x, y []float64
		want float64
	}{
		{[]float64{1, 0}, []float64{0, 3}, 90},
		{[]float64{2, 2}, []float64{1, 1}, 0},
		{[]float64{1, 0}, []float64{-5, 0}, 180},
		{[]float64{1, 0}, []float64{1, 1}, 45},
	} {
		if got := Angle(test.x, test.y); math.Abs(*got-test.want) > 1e-5 { // acos is steep at 0°
			t.Errorf("angle of %v and %v: %v, want %v", test.x, test.y, *got, test.want)
		}
	}
	if Angle([]float64{0, 0}, []float64{1, 1}) != nil {
		t.Error("a vector of zeros has an angle")
	}
}
