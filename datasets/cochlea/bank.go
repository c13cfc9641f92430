package cochlea

import (
	"math"
	"math/cmplx"
)

// gammatoneOrder is that of Patterson's filters, which fits human hearing.
const gammatoneOrder = 4

// bandwidthFactor is the bandwidth b of a gammatone filter of order 4 in
// equivalent rectangular bandwidths, (3!)²·2⁶/(6!·π).
const bandwidthFactor = 1.019

// ERB returns the equivalent rectangular bandwidth in Hz of the human auditory
// filter at a frequency in Hz (Glasberg and Moore 1990, equation 3).
func ERB(frequency float64) float64 { return 24.7 * (1 + 0.00437*frequency) }

// erbScale is the number of equivalent rectangular bandwidths below a frequency
// in Hz: the integral of 1/ERB (Glasberg and Moore 1990, equation 4).
func erbScale(frequency float64) float64 { return math.Log1p(0.00437*frequency) / (24.7 * 0.00437) }

// erbFrequency is the inverse of erbScale.
func erbFrequency(bands float64) float64 { return math.Expm1(24.7*0.00437*bands) / 0.00437 }

// Centres returns n ≥ 2 frequencies in Hz from lowest to highest that lie
// evenly on the ERB-rate scale, as places along the basilar membrane do.
func Centres(n int, lowest, highest float64) []float64 {
	from, to := erbScale(lowest), erbScale(highest)
	centres := make([]float64, n)
	for i := range centres {
		centres[i] = erbFrequency(from + (to-from)*float64(i)/float64(n-1))
	}
	return centres
}

// gammatone is one filter with its state: equal one-pole stages with the
// complex pole r·e^(iω). At the centre frequency its gain is 1.
type gammatone struct {
	poleReal, poleImag   float64
	gain                 float64 // of each stage, 1 − r
	stateReal, stateImag [gammatoneOrder]float64
}

// newGammatone builds the filter for a centre frequency and a sample rate in Hz.
func newGammatone(centre, rate float64) gammatone {
	decay := math.Exp(-2 * math.Pi * bandwidthFactor * ERB(centre) / rate)
	pole := cmplx.Rect(decay, 2*math.Pi*centre/rate)
	return gammatone{poleReal: real(pole), poleImag: imag(pole), gain: 1 - decay}
}

// next filters one sample. A real tone is half an analytic one, hence the 2.
func (g *gammatone) next(sample float64) float64 {
	re, im := 2*sample, 0.0
	for stage := range gammatoneOrder {
		a, b := g.stateReal[stage], g.stateImag[stage]
		re = g.gain*re + (a*g.poleReal - b*g.poleImag)
		im = g.gain*im + (a*g.poleImag + b*g.poleReal)
		g.stateReal[stage], g.stateImag[stage] = re, im
	}
	return re
}
