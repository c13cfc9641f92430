package energy

import (
	"slices"
	"strings"
)

// Evidence says how a constant came about.
type Evidence string

const (
	// Measured on silicon.
	Measured Evidence = "measured"
	// Simulated before there was silicon.
	Simulated Evidence = "simulated"
	// Derived by arithmetic or regression from what was measured or simulated.
	Derived Evidence = "derived"
	// Estimated by its source, or for a reason that its source does not give.
	Estimated Evidence = "estimated"
)

// Evidences lists the allowed values.
func Evidences() []Evidence { return []Evidence{Measured, Simulated, Derived, Estimated} }

// Profile is a named set of constants.
type Profile struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Note  string `json:"note,omitempty"`
	// CoresPerChip says how many chips are on; 0 is one chip for any number of cores.
	CoresPerChip int64      `json:"cores_per_chip,omitempty"`
	Constants    []Constant `json:"constants"`           // in the order of Terms
	Latencies    []Constant `json:"latencies,omitempty"` // in the order of LatencyNames
}

// Constant is what one event costs or how long it takes, or what a chip draws all the time.
type Constant struct {
	Name      string   `json:"name"` // of the term
	Value     float64  `json:"value"`
	Unit      string   `json:"unit"`
	Source    string   `json:"source"`
	Evidence  Evidence `json:"evidence"`
	Secondary bool     `json:"secondary,omitempty"` // read in a quotation, not in the source itself
	Voltage   float64  `json:"voltage,omitempty"`   // V; 0 if the source doesn't say

	// Within names the constant that contains this one. It then has a source
	// and neither value, unit nor evidence, and makes no product of its own.
	Within string `json:"within,omitempty"`

	Steps []Step `json:"steps,omitempty"` // of a barrier that depends on the number of cores, which then has no value
}

// SI is the constant in joules, in watts for static power, or in seconds for a latency.
func (c *Constant) SI() float64 { return c.Value * units[c.Unit].scale }

// Constant returns the profile's constant of that name.
func (p *Profile) Constant(name string) (Constant, bool) {
	i := slices.IndexFunc(p.Constants, func(c Constant) bool { return c.Name == name })
	if i < 0 {
		return Constant{}, false
	}
	return p.Constants[i], true
}

// constantOf returns the constant of a term, or else the one that serves for it, under the term's name.
func (p *Profile) constantOf(t *Term) (Constant, bool) {
	constant, known := p.Constant(t.Constant)
	if !known && t.Else != "" {
		constant, known = p.Constant(t.Else)
		constant.Name = t.Constant
	}
	return constant, known
}

// IsClocked reports whether the profile knows what a clock adds.
func (p *Profile) IsClocked() bool {
	_, idle := p.Constant("neuron-update-idle")
	_, decaying := p.Constant("neuron-update-decaying")
	return idle || decaying
}

// Chips returns the number of chips that a number of cores takes.
func (p *Profile) Chips(cores int64) int64 {
	if p.CoresPerChip == 0 {
		return 1
	}
	return max(1, (cores+p.CoresPerChip-1)/p.CoresPerChip)
}

// Missing lists the constants that the profile lacks.
func (p *Profile) Missing() []string {
	var missing []string
	for i := range terms {
		if _, ok := p.constantOf(&terms[i]); !ok {
			missing = append(missing, terms[i].Constant)
		}
	}
	return missing
}

// quantity is what a constant measures.
type quantity int

const (
	joules quantity = iota
	watts
	seconds
)

// units are what constants are measured in.
var units = map[string]struct {
	scale    float64 // to joules, watts or seconds
	quantity quantity
}{
	"fJ": {1e-15, joules}, "pJ": {1e-12, joules}, "nJ": {1e-9, joules}, "uJ": {1e-6, joules}, "mJ": {1e-3, joules}, "J": {1, joules},
	"nW": {1e-9, watts}, "uW": {1e-6, watts}, "mW": {1e-3, watts}, "W": {1, watts},
	"ps": {1e-12, seconds}, "ns": {1e-9, seconds}, "us": {1e-6, seconds}, "ms": {1e-3, seconds}, "s": {1, seconds},
}

// unitsOf lists the units that a constant may have.
func unitsOf(q quantity) string {
	return [...]string{joules: "fJ, pJ, nJ, uJ, mJ, J", watts: "nW, uW, mW, W", seconds: "ps, ns, us, ms, s"}[q]
}

func evidenceWords() string {
	var words []string
	for _, e := range Evidences() {
		words = append(words, string(e))
	}
	return strings.Join(words, ", ")
}
