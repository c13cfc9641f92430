package settings

import (
	"math"
	"reflect"
	"slices"
)

// Auto is the value of a number that is to be chosen from the data and the network's shape before the run begins; a list
// that is to be chosen is empty. Users write both as AutoWord.
const (
	Auto     = math.MinInt32
	AutoWord = "auto"
)

// What the setting calibrate may be.
const (
	CalibrateAll   = "on"    // choose every constant that is not given
	CalibrateShape = "shape" // choose those that depend on the network's shape, and keep the data set's time constants
	CalibrateNone  = "off"   // keep the data set's constants
)

// shaped are the settings that calibrate: shape chooses.
var shaped = []string{"output-weights", "hidden-threshold", "output-threshold", "learning-rate", "feedback-rate"}

// IsAuto reports whether the setting is still to be chosen.
func (s Setting) IsAuto() bool {
	if !s.MayBeAuto {
		return false
	}
	switch value := s.Value.(type) {
	case *int:
		return *value == Auto
	case *float64:
		return *value == Auto
	case *[]float64:
		return len(*value) == 0
	}
	return false
}

// SetAuto leaves the setting to be chosen.
func (s Setting) SetAuto() {
	switch value := s.Value.(type) {
	case *int:
		*value = Auto
	case *float64:
		*value = Auto
	case *[]float64:
		*value = nil
	}
}

// Autos lists the names of the settings that are still to be chosen.
func (c *Config) Autos() []string {
	var names []string
	for _, s := range All(c) {
		if s.IsAuto() {
			names = append(names, s.Name)
		}
	}
	return names
}

// WithoutAutos is the config with the base settings where nothing is chosen yet, for what doesn't depend on them.
func (c Config) WithoutAutos() Config {
	base := Base()
	usual := All(&base)
	for i, s := range All(&c) {
		if s.IsAuto() {
			reflect.ValueOf(s.Value).Elem().Set(reflect.ValueOf(usual[i].Value).Elem())
		}
	}
	return c
}

// leaveToCalibration leaves to be chosen what the word says, of the defaults of a data set.
func (c *Config) leaveToCalibration(word string) {
	c.Calibrate = word
	for _, s := range All(c) {
		if s.MayBeAuto && !slices.Contains(kept[c.Dataset], s.Name) && (word == CalibrateAll || word == CalibrateShape && slices.Contains(shaped, s.Name)) {
			s.SetAuto()
		}
	}
}

// unfamiliar are the data sets of which nobody knows beforehand which constants suit them.
var unfamiliar = []string{"npz", "patterns"}

// kept are the settings of unfamiliar data that have a usual value all the same: a study of the traffic of generated data
// is one pass over them.
var kept = map[string][]string{"patterns": {"epochs"}}

// usualCalibration is what calibrate is unless it is given: a preset's constants stand, and so do all
// beside a network from a file; those of a data set suit dense networks, and of unfamiliar data nobody knows them.
func usualCalibration(c *Config) string {
	sparse := slices.ContainsFunc(c.InDegree, func(degree int) bool { return degree > 0 }) ||
		slices.ContainsFunc(c.Density, func(density float64) bool { return density > 0 })
	switch {
	case c.Preset != "" || c.Network != "":
		return CalibrateNone
	case slices.Contains(unfamiliar, c.Dataset):
		return CalibrateAll
	case sparse:
		return CalibrateShape
	}
	return CalibrateNone
}
