package cochlea

import (
	"math"
	"math/cmplx"
	"testing"
)

// close reports whether two numbers agree to a part of the second.
func close(got, want, part float64) bool { return math.Abs(got-want) <= part*math.Abs(want) }

func TestERBByHand(t *testing.T) {
	// Glasberg and Moore's own example: 132.6 Hz at 1 kHz.
	for frequency, want := range map[float64]float64{0: 24.7, 1000: 132.639, 4000: 456.456} {
		if got := ERB(frequency); !close(got, want, 1e-9) {
			t.Errorf("ERB of %v Hz: %v, want %v", frequency, got, want)
		}
	}
}

// Neighbouring centres lie equally many bandwidths apart: the integral of
// 1/ERB from one to the next, here by the trapezoidal rule, is the same.
func TestCentresAreEvenInBandwidths(t *testing.T) {
	centres := Centres(20, 100, 3600)
	if len(centres) != 20 || !close(centres[0], 100, 1e-12) || !close(centres[19], 3600, 1e-12) {
		t.Fatalf("centres %v, want 20 from 100 to 3600 Hz", centres)
	}
	var first float64
	for i := range 19 {
		const steps = 1000
		width, bands := (centres[i+1]-centres[i])/steps, 0.0
		for k := range steps {
			from := centres[i] + float64(k)*width
			bands += width * (1/ERB(from) + 1/ERB(from+width)) / 2
		}
		if i == 0 {
			first = bands
		}
		if bands <= 0 || !close(bands, first, 1e-6) {
			t.Errorf("%v bandwidths from centre %d to the next, %v at the start", bands, i, first)
		}
	}
}

// Four equal stages have the impulse response 2·(1−r)⁴·C(n+3, 3)·rⁿ·cos(ωn).
func TestImpulseResponseIsTheGammatone(t *testing.T) {
	const centre, rate = 500.0, 8000.0
	filter := newGammatone(centre, rate)
	r := math.Exp(-2 * math.Pi * 1.019 * ERB(centre) / rate)
	for n := range 400 {
		impulse := 0.0
		if n == 0 {
			impulse = 1
		}
		k := float64(n)
		want := 2 * math.Pow(1-r, 4) * (k + 1) * (k + 2) * (k + 3) / 6 * math.Pow(r, k) * math.Cos(2*math.Pi*centre/rate*k)
		if got := filter.next(impulse); math.Abs(got-want) > 1e-12 {
			t.Fatalf("response %d is %v, want %v", n, got, want)
		}
	}
}

// The gain for a lasting tone is that of the transfer function, with the
// negative frequencies that a real tone has as well; at the centre it is 1, one
// bandwidth away far less.
func TestGainForTones(t *testing.T) {
	const centre, rate = 1000.0, 8000.0
	r := math.Exp(-2 * math.Pi * 1.019 * ERB(centre) / rate)
	stage := func(frequency float64) complex128 {
		pole := cmplx.Rect(r, 2*math.Pi*centre/rate)
		return complex(1-r, 0) / (1 - pole*cmplx.Rect(1, -2*math.Pi*frequency/rate))
	}
	gain := func(frequency float64) float64 {
		filter := newGammatone(centre, rate)
		peak := 0.0
		for n := range 16000 {
			y := filter.next(math.Cos(2 * math.Pi * frequency / rate * float64(n)))
			if n > 8000 {
				peak = max(peak, math.Abs(y))
			}
		}
		return peak
	}
	for _, frequency := range []float64{300.7, 701.3, 867.1, 1000.3, 1133.9, 1502.3, 3001.7} {
		want := cmplx.Abs(cmplx.Pow(stage(frequency), 4) + cmplx.Pow(cmplx.Conj(stage(-frequency)), 4))
		if got := gain(frequency); !close(got, want, 0.01) {
			t.Errorf("gain at %v Hz is %v, want %v", frequency, got, want)
		}
	}
	if got := gain(1000.3); !close(got, 1, 0.01) {
		t.Errorf("gain at the centre is %v, want 1", got)
	}
	if got := gain(1000.3 + ERB(1000)); got > 0.3 {
		t.Errorf("gain one bandwidth off is %v, want below 0.3", got)
	}
}

// The bandwidth of a rectangular filter with the same peak and power is ERB.
func TestEquivalentBandwidth(t *testing.T) {
	const centre, rate = 1000.0, 48000.0
	filter := newGammatone(centre, rate)
	power := 0.0
	for n := range 48000 {
		impulse := 0.0
		if n == 0 {
			impulse = 1
		}
		y := filter.next(impulse)
		power += y * y
	}
	// By Parseval's theorem Σh² is the mean of |H|² over the spectrum of rate Hz,
	// half of which are negative frequencies.
	if got := power * rate / 2; !close(got, ERB(centre), 0.01) {
		t.Errorf("equivalent bandwidth %v Hz, want %v", got, ERB(centre))
	}
}
