package cochlea

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// ErrSetting tells that a setting has a value that it can't have.
var ErrSetting = errors.New("setting out of range")

// Settings of the front end. New says which values it can't have.
type Settings struct {
	// Channels is the number of filters, from 2 to MaxChannels.
	Channels int
	// Lowest and Highest are the centre frequencies of the first and the last
	// filter in Hz, 0 < Lowest < Highest < half the sample rate.
	Lowest, Highest float64
	// Smoothing is the cut-off frequency in Hz of the low-pass after the
	// rectification, above 0 and below half the sample rate.
	Smoothing float64
	// Compression is one of Compressions.
	Compression string
	// Unit is one of Units.
	Unit string
	// Threshold is what makes a unit fire: a potential of the integrate-and-fire
	// units, a step of the drive for level crossings. Above 0. The drive of a
	// pure tone is about 0.5 in its own channel.
	Threshold float64
	// TimeConstant of integrate-and-fire units in seconds, above 0.
	TimeConstant float64
	// Window is the span of the spike times in seconds, above 0.
	Window float64
	// Fit is one of Fits: how a recording is brought to the window.
	Fit string
}

// MaxChannels bounds the number of filters; an ear has some 3500 inner hair cells.
const MaxChannels = 4096

// Ways to bring a recording to the window.
const (
	// FitCut keeps the recording's own time and leaves out what comes after the window.
	FitCut = "cut"
	// FitStretch scales the spike times so that the recording fills the window.
	FitStretch = "stretch"
)

// Fits returns the ways to bring a recording to the window.
func Fits() []string { return []string{FitCut, FitStretch} }

// check tells which setting can't be, for a sample rate in Hz.
func (s Settings) check(rate float64) error {
	if s.Channels < 2 || s.Channels > MaxChannels {
		return fmt.Errorf("cochlea: %w: %d channels, want 2 to %d", ErrSetting, s.Channels, MaxChannels)
	}
	for _, frequency := range []struct {
		name string
		hz   float64
	}{{"lowest frequency", s.Lowest}, {"highest frequency", s.Highest}, {"smoothing", s.Smoothing}} {
		if !(frequency.hz > 0 && frequency.hz < rate/2) {
			return fmt.Errorf("cochlea: %w: %s %v Hz, want above 0 and below %v Hz, half the sample rate",
				ErrSetting, frequency.name, frequency.hz, rate/2)
		}
	}
	if s.Lowest >= s.Highest {
		return fmt.Errorf("cochlea: %w: lowest frequency %v Hz, want below the highest, %v Hz", ErrSetting, s.Lowest, s.Highest)
	}
	for _, positive := range []struct {
		name, unit string
		value      float64
	}{{"threshold", "", s.Threshold}, {"time constant", " s", s.TimeConstant}, {"window", " s", s.Window}} {
		if !(positive.value > 0) || math.IsInf(positive.value, 0) {
			return fmt.Errorf("cochlea: %w: %s %v%s, want a finite number above 0",
				ErrSetting, positive.name, positive.value, positive.unit)
		}
	}
	return nil
}

// named returns the row of a table of variants that has the name asked for.
func named[T any](table []T, nameOf func(T) string, what, name string) (row T, err error) {
	names := make([]string, len(table))
	for i, candidate := range table {
		if names[i] = nameOf(candidate); names[i] == name {
			return candidate, nil
		}
	}
	return row, fmt.Errorf("cochlea: %w: %s %q, want one of %s", ErrSetting, what, name, strings.Join(names, ", "))
}
