package fit

import (
	"fmt"
	"slices"

	"sfdfa-actors/actors/network"
)

// Verdict says whether something fits.
type Verdict string

const (
	// Fits means that what is asked for is within the limit.
	Fits Verdict = "fits"
	// TooLarge means that it is beyond.
	TooLarge Verdict = "too large"
	// NotKnown means that the limit was not found.
	NotKnown Verdict = "unknown"
)

// Check compares one number with its limit.
type Check struct {
	What    string  `json:"what"`
	Needed  int64   `json:"needed"`
	Limit   Limit   `json:"limit"`
	Verdict Verdict `json:"verdict"`
	// Learning marks what only a network that learns asks for, OfCore what is less
	// on smaller cores.
	Learning bool `json:"learning"`
	OfCore   bool `json:"of_core"`
}

// Report is how a network fits on a chip.
type Report struct {
	Chip     Chip    `json:"chip"`
	Demand   Demand  `json:"demand"`
	Checks   []Check `json:"checks"`
	Forward  Verdict `json:"forward"`  // of presenting samples
	Learning Verdict `json:"learning"` // of learning too
	// Chips is the number of chips that the network takes, as far as limits are
	// known, if each of its cores fits.
	Chips  int64  `json:"chips"`
	Advice Advice `json:"advice"`
}

// Advice is what would make a network fit that does not.
type Advice struct {
	// Forward and Learning are the largest numbers of neurons per core with which
	// every core fits, for presenting samples and for learning too; 0 if the cores
	// fit, or if there is no such number.
	Forward  int `json:"forward_neurons_per_core,omitempty"`
	Learning int `json:"learning_neurons_per_core,omitempty"`
	// GradeBits is the largest width of a grade that fits; 0 if the grades do.
	GradeBits int64 `json:"grade_bits,omitempty"`
}

// Options are what a report assumes.
type Options struct {
	// WeightBits is the width of a weight on the chip; 0 is that of the simulation,
	// or the chip's largest if that is less.
	WeightBits int64
	// DelayBits is the width of a delay there; 0 is the chip's largest, or that of the simulation.
	DelayBits int64
	Timestep  float64 // of the chip's clock, in which it counts delays, s
}

// widths are those of the options on a chip.
func (o Options) widths(net *network.Network, chip Chip) widths {
	w := widths{weight: o.WeightBits, delay: o.DelayBits, timestep: o.Timestep}
	if w.weight == 0 {
		w.weight = precisionBits(net)
		if chip.WeightBits.known() {
			w.weight = min(w.weight, chip.WeightBits.Value)
		}
	}
	if w.delay == 0 {
		w.delay = delayBits
		if chip.DelayBits.known() {
			w.delay = chip.DelayBits.Value
		}
	}
	return w
}

// On reports how a network fits on a chip.
func On(net *network.Network, chip Chip, o Options) (*Report, error) {
	w := o.widths(net, chip)
	r, err := check(net, chip, w)
	if err != nil {
		return nil, err
	}
	if r.Advice.Forward, err = advise(net, r, w, false); err != nil {
		return nil, err
	}
	if r.Advice.Learning, err = advise(net, r, w, true); err != nil {
		return nil, err
	}
	if slices.Contains(r.Reasons(true), ofGrade) {
		r.Advice.GradeBits = max(chip.GradeBits.Value, chip.GradeBits.Below-1)
	}
	return r, nil
}

// ofGrade is the check that no number of neurons per core changes, but grades of
// fewer bits do.
const ofGrade = "bits of a grade"

func check(net *network.Network, chip Chip, w widths) (*Report, error) {
	d, err := demand(net, w)
	if err != nil {
		return nil, err
	}
	r := &Report{Chip: chip, Demand: d, Forward: Fits, Learning: Fits}
	core := &d.LargestCore
	r.add(Check{What: "neurons on a core", Needed: core.Neurons, Limit: chip.NeuronsPerCore, OfCore: true})
	r.add(Check{What: "in-axons of a core", Needed: core.InAxons, Limit: chip.InAxons, OfCore: true})
	r.add(Check{What: "out-axons of a core", Needed: core.OutAxons, Limit: chip.OutAxons, OfCore: true})
	synapses, learning := "bits of weights on a core", "bits of weights and learning state on a core"
	if d.DelayBits > 0 {
		synapses, learning = "bits of weights and delays on a core", "bits of weights, delays, learning on a core"
	}
	r.add(Check{What: synapses, Needed: core.Memory(), Limit: chip.SynapseBits, OfCore: true})
	r.add(Check{What: "bits of a weight", Needed: d.WeightBits, Limit: chip.WeightBits})
	if d.DelayBits > 0 {
		r.add(Check{What: "bits of a delay", Needed: d.DelayBits, Limit: chip.DelayBits})
	}
	if d.DelaySteps > 0 {
		r.add(Check{What: "time steps of the longest delay", Needed: d.DelaySteps, Limit: chip.longestDelay(w.delay)})
	}
	r.add(Check{What: learning, Needed: core.Memory() + core.Learning.Total(), Limit: chip.SynapseBits, OfCore: true, Learning: true})
	if d.GradeBits > 0 {
		r.add(Check{What: ofGrade, Needed: d.GradeBits, Limit: chip.GradeBits, Learning: true})
	}
	for _, share := range []struct {
		needed int64
		limit  Limit
	}{{d.Cores, chip.Cores}, {d.Neurons, chip.Neurons}, {d.Synapses, chip.Synapses}} {
		if share.limit.known() {
			r.Chips = max(r.Chips, (share.needed+share.limit.Value-1)/share.limit.Value)
		}
	}
	return r, nil
}

func (r *Report) add(c Check) {
	limit := c.Limit
	switch {
	case limit.known() && c.Needed > limit.Value, limit.Below > 0 && c.Needed >= limit.Below:
		c.Verdict = TooLarge
	case !limit.known():
		c.Verdict = NotKnown
	default:
		c.Verdict = Fits
	}
	r.Checks = append(r.Checks, c)
	if !c.Learning {
		r.Forward = worse(r.Forward, c.Verdict)
	}
	r.Learning = worse(r.Learning, c.Verdict)
}

// coresFit reports whether nothing of a core is too large.
func (r *Report) coresFit(learning bool) bool {
	return !slices.ContainsFunc(r.Checks, func(c Check) bool {
		return c.OfCore && c.Verdict == TooLarge && (learning || !c.Learning)
	})
}

// Reasons lists what is too large for presenting samples, or for learning too.
func (r *Report) Reasons(learning bool) []string {
	var reasons []string
	for _, check := range r.Checks {
		if check.Verdict == TooLarge && (learning || !check.Learning) {
			reasons = append(reasons, check.What)
		}
	}
	return reasons
}

// worse is the verdict on two things together.
func worse(x, y Verdict) Verdict {
	for _, verdict := range []Verdict{TooLarge, NotKnown} {
		if x == verdict || y == verdict {
			return verdict
		}
	}
	return Fits
}

// advise finds the largest number of neurons per core with which the cores of a
// report fit, or 0 if they do or there is none.
func advise(net *network.Network, r *Report, w widths, learning bool) (int, error) {
	if r.coresFit(learning) {
		return 0, nil
	}
	below, most := 0, 0 // below fits, or is 0
	for _, core := range net.Cores {
		most = max(most, core.Count)
	}
	for below+1 < most {
		try := below + (most-below)/2
		spec := net.Spec
		spec.NeuronsPerCore = try
		other, err := network.New(spec)
		if err != nil {
			return 0, fmt.Errorf("fit: %d neurons per core: %w", try, err)
		}
		smaller, err := check(other, r.Chip, w)
		if err != nil {
			return 0, err
		}
		if smaller.coresFit(learning) {
			below = try
		} else {
			most = try
		}
	}
	return below, nil
}
