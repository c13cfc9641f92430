package cochlea

import "math"

// framesPerSecond is how often the drive is read: envelopes of speech are far
// slower, and a nerve fibre is refractory for about one frame.
const framesPerSecond = 1000

// Knee of the logarithmic compression and exponent of the power law: Stevens's
// for loudness over sound pressure.
const (
	logKnee       = 0.01
	powerExponent = 0.6
)

// compression maps an envelope of 0 or more to a drive; 0 stays 0 and 1 stays 1.
type compression struct {
	name     string
	compress func(envelope float64) float64
}

var compressions = []compression{
	{"none", func(x float64) float64 { return x }},
	{"power", func(x float64) float64 { return math.Pow(x, powerExponent) }},
	{"log", func(x float64) float64 { return math.Log1p(x/logKnee) / math.Log1p(1/logKnee) }},
}

// Compressions returns the names of the compressions.
func Compressions() []string {
	names := make([]string, len(compressions))
	for i, c := range compressions {
		names[i] = c.name
	}
	return names
}

// lowPass is two equal one-pole stages.
type lowPass struct{ step, first, second float64 }

// newLowPass builds the filter for a cut-off frequency of each stage and a
// sample rate in Hz.
func newLowPass(cutoff, rate float64) lowPass {
	return lowPass{step: -math.Expm1(-2 * math.Pi * cutoff / rate)}
}

func (l *lowPass) next(x float64) float64 {
	l.first += l.step * (x - l.first)
	l.second += l.step * (l.first - l.second)
	return l.second
}

// drive appends the drive of one channel to frames, one value for every hop
// samples. A gain scales the samples.
func (f *FrontEnd) drive(frames []float64, channel int, samples []float64, gain float64) []float64 {
	filter, smooth := newGammatone(f.centres[channel], f.rate), newLowPass(f.settings.Smoothing, f.rate)
	wait := f.hop
	for _, sample := range samples {
		envelope := smooth.next(max(0, filter.next(gain*sample)))
		if wait--; wait == 0 {
			frames, wait = append(frames, f.compress(envelope)), f.hop
		}
	}
	return frames
}
