package energy

import (
	"fmt"
	"slices"
	"strings"
)

// constants reads the section of constants, into the order of the terms.
func (s *section) constants() (constants []Constant) {
	node := s.values["constants"]
	if node == nil {
		s.fail("%s has no constants", s.name)
		return nil
	}
	group := mapping("constants", node)
	group.only(constantNames()...)
	if group.err == nil && len(group.keys) == 0 {
		group.fail("constants is empty, allowed: %s", strings.Join(constantNames(), ", "))
	}
	for _, name := range constantNames() {
		if value := group.values[name]; value != nil && group.err == nil {
			own := mapping(name, value)
			constants = append(constants, own.constant())
			group.err = own.err
		}
	}
	if group.err == nil {
		group.err = checkWithin(constants)
	}
	if s.err == nil {
		s.err = group.err
	}
	return constants
}

// constant reads one constant.
func (s *section) constant() Constant {
	c := Constant{Name: s.name, Source: s.text("source", true), Secondary: s.flag("secondary")}
	if s.values["within"] != nil {
		s.only("within", "source", "secondary")
		c.Within = s.text("within", true)
		return c
	}
	s.only("value", "unit", "source", "evidence", "secondary", "voltage")
	c.Value, c.Unit = s.number("value", true), s.text("unit", true)
	term, _ := termOf(c.Name)
	power := term.Kind == Static
	if unit, known := units[c.Unit]; !known || unit.power != power {
		s.fail("%s: unit is %q, allowed: %s", s.name, c.Unit, unitsOf(power))
	}
	c.Evidence = Evidence(s.text("evidence", true))
	if !slices.Contains(Evidences(), c.Evidence) {
		s.fail("%s: evidence is %q, allowed: %s", s.name, c.Evidence, evidenceWords())
	}
	if c.Voltage = s.number("voltage", false); s.values["voltage"] != nil && c.Voltage == 0 {
		s.fail("%s: voltage is 0 V, allowed: above 0, or no voltage", s.name)
	}
	return c
}

// checkWithin refuses a constant that is contained in one without a value.
func checkWithin(constants []Constant) error {
	var valued []string
	for _, c := range constants {
		if c.Within == "" {
			valued = append(valued, c.Name)
		}
	}
	for _, c := range constants {
		if c.Within != "" && !slices.Contains(valued, c.Within) {
			return fmt.Errorf("%s: within is %q, allowed: a constant that has a value in this profile: %s", c.Name, c.Within, strings.Join(valued, ", "))
		}
	}
	return nil
}
