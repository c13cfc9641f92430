package eventlif

import "math"

// powers has e^n and e^(n/256), of which exponential makes all others.
var powers = func() (t struct{ whole, fraction [256]float64 }) {
	for n := range t.whole {
		t.whole[n], t.fraction[n] = math.Exp(float64(n)), math.Exp(float64(n)/256)
	}
	return t
}()

// exponential is e^x for 0 ≤ x < 256 within some units in the last place, a few times as fast
// as math.Exp. With r < 1/256 what remains of the series is below 10⁻¹⁷.
func exponential(x float64) float64 {
	n := int(x * 256)
	r := x - float64(n)*(1.0/256)
	square := float64(r * r)
	series := 1 + r + float64(square*(0.5+float64(r*(1.0/6))+float64(square*(1.0/24+float64(r*(1.0/120))))))
	return float64(powers.whole[n>>8&255]*powers.fraction[n&255]) * series
}

// decay is e^(−x) for x ≥ 0.
func decay(x float64) float64 {
	if x < 64 {
		return 1 / exponential(x)
	}
	return math.Exp(-x)
}
