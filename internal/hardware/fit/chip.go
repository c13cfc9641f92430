package fit

import (
	"fmt"
	"slices"
	"strings"

	"sfdfa-actors/internal/spelling"
)

// Evidence says where a limit is known from.
type Evidence string

const (
	// Code is a constant in a maintained program for the chip.
	Code Evidence = "code"
	// Published is a figure of the chip's makers.
	Published Evidence = "published"
	// Reported is a figure of a third party.
	Reported Evidence = "reported"
	// Unknown is a limit that was not found.
	Unknown Evidence = "unknown"
)

// Limit is how much of something there is.
type Limit struct {
	Value     int64    `json:"value,omitempty"` // 0 if it is unknown
	Below     int64    `json:"below,omitempty"` // of an unknown limit: what it is less than, if that is known
	Evidence  Evidence `json:"evidence"`
	Source    string   `json:"source,omitempty"`
	Secondary bool     `json:"secondary,omitempty"` // read in a quotation, not in the source itself
}

func (l Limit) known() bool { return l.Evidence != Unknown }

// Chip is a neuromorphic chip as far as its limits are known.
type Chip struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	// Of each core.
	NeuronsPerCore Limit `json:"neurons_per_core"`
	InAxons        Limit `json:"in_axons_per_core"`
	OutAxons       Limit `json:"out_axons_per_core"`
	SynapseBits    Limit `json:"synapse_memory_bits_per_core"`
	// Of the chip.
	Cores    Limit `json:"cores_per_chip"`
	Neurons  Limit `json:"neurons_per_chip"`
	Synapses Limit `json:"synapses_per_chip"`
	// Of each weight, of each delay in time steps, and of each spike.
	WeightBits Limit `json:"weight_bits"`
	DelayBits  Limit `json:"delay_bits"`
	GradeBits  Limit `json:"grade_bits"`
}

// longestDelay is the largest number of time steps in delays of some bits, or of the chip's if those are fewer.
func (c *Chip) longestDelay(bits int64) Limit {
	limit := c.DelayBits
	switch {
	case limit.known():
		limit.Value = 1<<min(bits, limit.Value, 62) - 1
	case bits < delayBits:
		limit.Below = 1 << min(bits, 62)
	}
	return limit
}

const (
	davies           = "Davies et al. 2018, pp. 86-95"
	nengo            = "nengo-loihi, block.py"
	openNeuromorphic = "Open Neuromorphic's page on Loihi 2"
	notFound         = "not found"
)

var chips = []Chip{
	{
		Name: "loihi1", Title: "Intel Loihi",
		NeuronsPerCore: Limit{Value: 1024, Evidence: Code, Source: nengo + "; " + davies},
		InAxons:        Limit{Value: 4096, Evidence: Code, Source: nengo + "; " + davies},
		OutAxons:       Limit{Value: 4096, Evidence: Code, Source: nengo + "; " + davies},
		SynapseBits:    Limit{Value: 16384 * 64, Evidence: Code, Source: nengo + ", 16,384 words of 64 bits; " + davies + ", 128 KB"},
		Cores:          Limit{Value: 128, Evidence: Published, Source: davies, Secondary: true},
		Neurons:        Limit{Value: 131072, Evidence: Published, Source: davies, Secondary: true},
		Synapses:       Limit{Evidence: Unknown, Source: notFound + "; the memory of a core is the limit"},
		WeightBits:     Limit{Value: 9, Evidence: Published, Source: davies, Secondary: true},
		DelayBits:      Limit{Value: 6, Evidence: Published, Source: davies, Secondary: true},
		GradeBits:      Limit{Below: 32, Evidence: Unknown, Source: notFound + "; a spike message has 32 bits with its destination: " + davies, Secondary: true},
	},
	{
		Name: "loihi2", Title: "Intel Loihi 2",
		NeuronsPerCore: Limit{Value: 8000, Evidence: Reported, Source: openNeuromorphic + ", up to about 8,000", Secondary: true},
		InAxons:        Limit{Evidence: Unknown, Source: notFound},
		OutAxons:       Limit{Evidence: Unknown, Source: notFound},
		SynapseBits:    Limit{Evidence: Unknown, Source: notFound + " for a core"},
		Cores:          Limit{Value: 128, Evidence: Reported, Source: openNeuromorphic + "; 120 are reported as usable", Secondary: true},
		Neurons:        Limit{Value: 1e6, Evidence: Reported, Source: openNeuromorphic, Secondary: true},
		Synapses:       Limit{Value: 120e6, Evidence: Reported, Source: openNeuromorphic, Secondary: true},
		WeightBits:     Limit{Value: 32, Evidence: Reported, Source: openNeuromorphic, Secondary: true},
		DelayBits:      Limit{Evidence: Unknown, Source: notFound},
		GradeBits:      Limit{Value: 32, Evidence: Reported, Source: "graded payload up to 32 bits; a published application used 24", Secondary: true},
	},
}

// Chips lists the chips.
func Chips() []Chip { return slices.Clone(chips) }

// ChipByName returns the chip of that name.
func ChipByName(name string) (Chip, error) {
	for _, chip := range chips {
		if chip.Name == name {
			return chip, nil
		}
	}
	return Chip{}, fmt.Errorf("chip is %q, allowed: %s%s", name, strings.Join(ChipNames(), ", "), spelling.Hint(name, ChipNames()))
}

// ChipNames lists the names of the chips.
func ChipNames() []string {
	names := make([]string, len(chips))
	for i := range chips {
		names[i] = chips[i].Name
	}
	return names
}
