package cochlea

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Spike is one spike of an input neuron.
type Spike struct {
	// Time is in seconds, from 0 to the window.
	Time float64
	// Input is the spike train, from 0 to Inputs()-1: channels from low to high
	// frequency; of units with two trains first all channels' ups, then the downs.
	Input int
}

// FrontEnd turns recordings with one sample rate into spikes. It is safe for
// concurrent use.
type FrontEnd struct {
	settings Settings
	rate     float64 // samples a second
	centres  []float64
	compress func(float64) float64
	unit     unit
	hop      int // samples in a frame
}

// New builds a front end for recordings with rate samples a second. Errors
// wrap ErrSetting.
func New(s Settings, rate float64) (*FrontEnd, error) {
	if !(rate > 0) || math.IsInf(rate, 0) {
		return nil, fmt.Errorf("cochlea: %w: sample rate %v Hz, want a finite number above 0", ErrSetting, rate)
	}
	if err := s.check(rate); err != nil {
		return nil, err
	}
	compression, err := named(compressions, func(c compression) string { return c.name }, "compression", s.Compression)
	if err != nil {
		return nil, err
	}
	kind, err := named(units, func(u unit) string { return u.name }, "unit", s.Unit)
	if err != nil {
		return nil, err
	}
	if _, err := named(Fits(), func(name string) string { return name }, "fit", s.Fit); err != nil {
		return nil, err
	}
	return &FrontEnd{
		settings: s, rate: rate, centres: Centres(s.Channels, s.Lowest, s.Highest),
		compress: compression.compress, unit: kind, hop: max(1, int(math.Round(rate/framesPerSecond))),
	}, nil
}

// Inputs returns the number of spike trains.
func (f *FrontEnd) Inputs() int { return f.settings.Channels * f.unit.inputs }

// Encode returns the spikes of a recording, ordered by (Time, Input). Samples
// are finite numbers on any scale: the recording's level is taken out. Silence
// gives no spikes.
func (f *FrontEnd) Encode(samples []float64) []Spike {
	gain := levelGain(samples)
	if gain == 0 {
		return nil
	}
	frame := float64(f.hop) / f.rate // seconds
	scale := frame
	switch f.settings.Fit {
	case FitCut:
		samples = samples[:int(min(float64(len(samples)), math.Ceil(f.settings.Window*f.rate)))]
	case FitStretch:
		scale = frame * f.settings.Window / (float64(len(samples)) / f.rate)
	}
	parameters := unitParameters{threshold: f.settings.Threshold, timeConstant: f.settings.TimeConstant / frame}
	var spikes []Spike
	drive := make([]float64, 0, len(samples)/f.hop)
	for channel := range f.centres {
		drive = f.drive(drive[:0], channel, samples, gain)
		f.unit.fire(parameters, drive, func(which int, at float64) {
			if time := at * scale; time <= f.settings.Window {
				spikes = append(spikes, Spike{Time: time, Input: which*len(f.centres) + channel})
			}
		})
	}
	slices.SortFunc(spikes, func(x, y Spike) int {
		return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Input, y.Input))
	})
	return spikes
}

// levelGain is the factor that brings samples to a root mean square of 1, or 0
// for silence. Dividing by the peak first keeps the squares from overflow.
func levelGain(samples []float64) float64 {
	peak := 0.0
	for _, x := range samples {
		peak = max(peak, math.Abs(x))
	}
	if peak < 1e-300 { // its inverse might be infinite
		return 0
	}
	power := 0.0
	for _, x := range samples {
		power += (x / peak) * (x / peak)
	}
	return 1 / peak / math.Sqrt(power/float64(len(samples)))
}
