package datasets

import (
	"fmt"
	"slices"
	"strings"

	"sfdfa-actors/messages"
)

// timeUnits are how many of a unit make a second.
var timeUnits = map[string]float64{"s": 1, "ms": 1e3, "us": 1e6}

// TimeUnits lists the units that spike times may have.
func TimeUnits() []string { return []string{"s", "ms", "us"} }

// setUnit makes spike times in a unit seconds.
func (d *Dataset) setUnit(unit string) error {
	perSecond, known := timeUnits[unit]
	switch {
	case unit == "" || perSecond == 1:
		return nil
	case !known:
		return fmt.Errorf("datasets: %w: time unit %q, want one of %s", ErrOption, unit, strings.Join(TimeUnits(), ", "))
	}
	for _, part := range []*Split{&d.Train, &d.Test, &d.Validation} {
		if *part != nil {
			*part = inUnit{*part, perSecond}
		}
	}
	return nil
}

// inUnit is a Split whose times are in another unit than seconds.
type inUnit struct {
	Split
	perSecond float64
}

// AppendSpikes implements Split. Times that differ by a rounding error may become equal, and are put in order again.
func (s inUnit) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	before := len(dst)
	dst = s.Split.AppendSpikes(dst, i)
	for k := range dst[before:] {
		dst[before+k].Time /= s.perSecond
	}
	if !slices.IsSortedFunc(dst[before:], messages.CompareSpikes) {
		messages.SortSpikes(dst[before:])
	}
	return dst
}
