package energy

import (
	"fmt"
	"slices"
	"strings"
)

// constants reads the section of constants, into the order of the terms.
func (s *section) constants() ([]Constant, error) {
	node := s.values["constants"]
	if node == nil {
		return nil, fmt.Errorf("%s has no constants", s.name)
	}
	group, err := mapping("constants", node)
	if err != nil {
		return nil, err
	}
	if err := group.only(constantNames()...); err != nil {
		return nil, err
	}
	if len(group.keys) == 0 {
		return nil, fmt.Errorf("constants is empty, allowed: %s", strings.Join(constantNames(), ", "))
	}
	var constants []Constant
	for _, name := range constantNames() {
		if group.values[name] == nil {
			continue
		}
		own, err := mapping(name, group.values[name])
		if err != nil {
			return nil, err
		}
		c, err := own.constant()
		if err != nil {
			return nil, err
		}
		constants = append(constants, c)
	}
	return constants, checkWithin(constants)
}

// constant reads one constant.
func (s *section) constant() (c Constant, err error) {
	c.Name = s.name
	if c.Source, err = s.text("source", true); err != nil {
		return c, err
	}
	if c.Secondary, err = s.flag("secondary"); err != nil {
		return c, err
	}
	if s.values["within"] != nil {
		if err := s.only("within", "source", "secondary"); err != nil {
			return c, err
		}
		c.Within, err = s.text("within", true)
		return c, err
	}
	if err := s.only("value", "unit", "source", "evidence", "secondary", "voltage"); err != nil {
		return c, err
	}
	if c.Value, err = s.number("value", true); err != nil {
		return c, err
	}
	if c.Unit, err = s.text("unit", true); err != nil {
		return c, err
	}
	term, _ := termOf(c.Name)
	power := term.Kind == Static
	if unit, known := units[c.Unit]; !known || unit.power != power {
		return c, fmt.Errorf("%s: unit is %q, allowed: %s", s.name, c.Unit, unitsOf(power))
	}
	evidence, err := s.text("evidence", true)
	if err != nil {
		return c, err
	}
	if c.Evidence = Evidence(evidence); !slices.Contains(Evidences(), c.Evidence) {
		return c, fmt.Errorf("%s: evidence is %q, allowed: %s", s.name, evidence, evidenceWords())
	}
	if c.Voltage, err = s.number("voltage", false); err == nil && s.values["voltage"] != nil && c.Voltage == 0 {
		err = fmt.Errorf("%s: voltage is 0 V, allowed: above 0, or no voltage", s.name)
	}
	return c, err
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
