package nir

import (
	"fmt"
	"strconv"
	"strings"
)

// Convention is what NIR leaves open: the unit of times, and what a spike is for those who take steps.
type Convention struct {
	Dt         float64 // step of the clock that the file is for, s; above 0
	Unit       Unit
	Spike      Spike
	Compensate bool // constants with which a step by forward Euler is exact
}

// Unit is the unit of times in a file.
type Unit string

// The units.
const (
	Seconds      Unit = "s"
	Milliseconds Unit = "ms"
)

// Spike is what a spike is at the input of a CubaLIF node.
type Spike string

// The kinds of spikes.
const (
	Step  Spike = "step"  // 1 for one step of the clock, as snnTorch and Norse have it
	Dirac Spike = "dirac" // a Dirac delta
)

// Usual is the convention of a file that says nothing, which is that of snnTorch: a clock of 0.1 ms, seconds,
// spikes that are 1 for one step.
func Usual() Convention { return Convention{Dt: 1e-4, Unit: Seconds, Spike: Step} }

// Units lists the units.
func Units() []Unit { return []Unit{Seconds, Milliseconds} }

// Spikes lists the kinds of spikes.
func Spikes() []Spike { return []Spike{Step, Dirac} }

// Bounds on the step of a clock, s.
const (
	leastDt = 1e-9
	mostDt  = 1
)

// Validate checks each part. Compensation is for spikes that last a step.
func (c Convention) Validate() error {
	switch {
	case !(c.Dt >= leastDt && c.Dt <= mostDt):
		return fmt.Errorf("nir-dt is %v s, allowed: %v to %v", c.Dt, leastDt, float64(mostDt))
	case c.Unit != Seconds && c.Unit != Milliseconds:
		return fmt.Errorf("nir-unit is %q, allowed: %s", c.Unit, names(Units()))
	case c.Spike != Step && c.Spike != Dirac:
		return fmt.Errorf("nir-spike is %q, allowed: %s", c.Spike, names(Spikes()))
	case c.Compensate && c.Spike != Step:
		return fmt.Errorf("nir-compensate is given with nir-spike %s, allowed: with %s, since it is for steps of a clock", c.Spike, Step)
	}
	return nil
}

// names lists words for an error.
func names[T ~string](words []T) string {
	texts := make([]string, len(words))
	for i, word := range words {
		texts[i] = string(word)
	}
	return strings.Join(texts, ", ")
}

// perSecond is how many of the unit a second has.
func (u Unit) perSecond() float64 {
	if u == Milliseconds {
		return 1000
	}
	return 1
}

// metadata is the convention as a graph says it.
func (c Convention) metadata() Metadata {
	compensated := 0.0
	if c.Compensate {
		compensated = 1
	}
	return Metadata{
		Texts:   map[string]string{"time_unit": string(c.Unit), "spike": string(c.Spike)},
		Numbers: map[string]float64{"dt": c.Dt, "compensated": compensated},
	}
}

// ConventionOf is the convention that a graph's metadata say, and reports whether they do.
func ConventionOf(g *Graph) (c Convention, said bool) {
	m := g.Metadata
	c = Convention{Dt: m.Numbers["dt"], Unit: Unit(m.Texts["time_unit"]), Spike: Spike(m.Texts["spike"]), Compensate: m.Numbers["compensated"] != 0}
	return c, c.Validate() == nil
}

// ParseConvention reads a convention of words separated by commas, dt=SECONDS, unit=s|ms, spike=step|dirac and
// compensate, each of which may be missing: then it is the usual one.
func ParseConvention(text string) (Convention, error) {
	c := Usual()
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "dt":
			var err error
			if c.Dt, err = strconv.ParseFloat(value, 64); err != nil {
				return c, fmt.Errorf("nir-convention: dt is %q, allowed: a number of seconds", value)
			}
		case "unit":
			c.Unit = Unit(value)
		case "spike":
			c.Spike = Spike(value)
		case "compensate":
			c.Compensate = true
		default:
			return c, fmt.Errorf("nir-convention: %q, allowed: dt=SECONDS, unit=%s, spike=%s, compensate", word, names(Units()), names(Spikes()))
		}
	}
	return c, c.Validate()
}
