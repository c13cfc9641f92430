package fit

import (
	"fmt"

	"sfdfa-actors/internal/network"
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
	// Learning marks what only a network that learns asks for.
	Learning bool `json:"learning"`
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
	Chips int64 `json:"chips"`
	// Advice is a number of neurons per core with which the cores fit that don't
	// fit now, for presenting samples and for learning too; 0 if they fit, or if
	// there is no such number.
	Advice struct {
		Forward  int `json:"forward_neurons_per_core,omitempty"`
		Learning int `json:"learning_neurons_per_core,omitempty"`
	} `json:"advice"`
}

// Options are what a report assumes.
type Options struct {
	// WeightBits is the width of a weight on the chip; 0 is that of the simulation,
	// or the chip's largest if that is less.
	WeightBits int64
}

// On reports how a network fits on a chip.
func On(net *network.Network, chip Chip, o Options) (*Report, error) {
	width := o.WeightBits
	if width == 0 {
		width = precisionBits(net)
		if chip.WeightBits.known() {
			width = min(width, chip.WeightBits.Value)
		}
	}
	r, err := check(net, chip, width)
	if err != nil {
		return nil, err
	}
	for _, part := range []struct {
		verdict func(*Report) Verdict
		advice  *int
	}{
		{func(r *Report) Verdict { return r.Forward }, &r.Advice.Forward},
		{func(r *Report) Verdict { return r.Learning }, &r.Advice.Learning},
	} {
		if part.verdict(r) == TooLarge {
			if *part.advice, err = advise(net, chip, width, part.verdict); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

func check(net *network.Network, chip Chip, width int64) (*Report, error) {
	d, err := demand(net, width)
	if err != nil {
		return nil, err
	}
	r := &Report{Chip: chip, Demand: d, Forward: Fits, Learning: Fits}
	core := &d.LargestCore
	r.add("neurons on a core", core.Neurons, chip.NeuronsPerCore, false)
	r.add("in-axons of a core", core.InAxons, chip.InAxons, false)
	r.add("out-axons of a core", core.OutAxons, chip.OutAxons, false)
	r.add("bits of weights on a core", core.WeightMemory, chip.SynapseBits, false)
	r.add("bits of a weight", d.WeightBits, chip.WeightBits, false)
	r.add("bits of weights and learning state on a core", core.WeightMemory+core.Learning.Total(), chip.SynapseBits, true)
	if d.GradeBits > 0 {
		r.add("bits of a grade", d.GradeBits, chip.GradeBits, true)
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

func (r *Report) add(what string, needed int64, limit Limit, learning bool) {
	verdict := Fits
	switch {
	case !limit.known():
		verdict = NotKnown
	case needed > limit.Value:
		verdict = TooLarge
	}
	r.Checks = append(r.Checks, Check{What: what, Needed: needed, Limit: limit, Verdict: verdict, Learning: learning})
	if !learning {
		r.Forward = worse(r.Forward, verdict)
	}
	r.Learning = worse(r.Learning, verdict)
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

// advise finds the largest number of neurons per core, below the one there is, with
// which nothing is too large, or 0.
func advise(net *network.Network, chip Chip, width int64, verdict func(*Report) Verdict) (int, error) {
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
		r, err := check(other, chip, width)
		if err != nil {
			return 0, err
		}
		if verdict(r) == TooLarge {
			most = try
		} else {
			below = try
		}
	}
	return below, nil
}
