package fit

import (
	"fmt"
	"slices"
	"strings"
)

// Evidence says where a limit is known from.
type Evidence string

const (
	// Code is a constant in a maintained program for the chip.
	Code Evidence = "code"
	// Published is a figure of the chip's makers.
	Published Evidence = "published"
	// Reported is a figure of somebody else.
	Reported Evidence = "reported"
	// Unknown is a limit that was not found.
	Unknown Evidence = "unknown"
)

// Limit is how much of something there is.
type Limit struct {
	Value     int64    `json:"value,omitempty"` // 0 if it is unknown
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
	// Of each weight and of each spike.
	WeightBits Limit `json:"weight_bits"`
	GradeBits  Limit `json:"grade_bits"`
}

const (
	davies          = "Davies et al. 2018, pp. 86-95"
	nengo           = "nengo-loihi, block.py"
	openNeuromorph  = "Open Neuromorphic's page on Loihi 2"
	notFoundAtLoihi = "not found"
)

var chips = []Chip{
	{
		Name: "loihi1", Title: "Intel Loihi",
		NeuronsPerCore: Limit{1024, Code, nengo + "; " + davies, false},
		InAxons:        Limit{4096, Code, nengo + "; " + davies, false},
		OutAxons:       Limit{4096, Code, nengo + "; " + davies, false},
		SynapseBits:    Limit{16384 * 64, Code, nengo + ", 16,384 words of 64 bits; " + davies + ", 128 KB", false},
		Cores:          Limit{128, Published, davies, true},
		Neurons:        Limit{131072, Published, davies, true},
		Synapses:       Limit{Evidence: Unknown, Source: notFoundAtLoihi + "; the memory of a core is the limit"},
		WeightBits:     Limit{9, Published, davies, true},
		GradeBits:      Limit{Evidence: Unknown, Source: notFoundAtLoihi + "; a spike message has 32 bits with its destination, and sometimes a grade"},
	},
	{
		Name: "loihi2", Title: "Intel Loihi 2",
		NeuronsPerCore: Limit{8000, Reported, openNeuromorph + ", up to about 8,000", true},
		InAxons:        Limit{Evidence: Unknown, Source: notFoundAtLoihi},
		OutAxons:       Limit{Evidence: Unknown, Source: notFoundAtLoihi},
		SynapseBits:    Limit{Evidence: Unknown, Source: notFoundAtLoihi + " for a core"},
		Cores:          Limit{128, Reported, openNeuromorph + "; 120 are reported as usable", true},
		Neurons:        Limit{1e6, Reported, openNeuromorph, true},
		Synapses:       Limit{120e6, Reported, openNeuromorph, true},
		WeightBits:     Limit{32, Reported, openNeuromorph, true},
		GradeBits:      Limit{32, Reported, "graded payload up to 32 bits; a published application used 24", true},
	},
}

// Chips lists the chips.
func Chips() []Chip { return slices.Clone(chips) }

// ChipByName returns the chip of that name.
func ChipByName(name string) (Chip, error) {
	var names []string
	for _, chip := range chips {
		if chip.Name == name {
			return chip, nil
		}
		names = append(names, chip.Name)
	}
	return Chip{}, fmt.Errorf("chip is %q, allowed: %s", name, strings.Join(names, ", "))
}
