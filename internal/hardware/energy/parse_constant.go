package energy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// constants reads a section of constants with their names and quantities, in the order of the names.
func (s *section) constants(key string, names []string, of func(name string) quantity) (constants []Constant) {
	node := s.values[key]
	if node == nil {
		s.fail("%s has no %s", s.name, key)
		return nil
	}
	group := mapping(key, node)
	group.only(names...)
	if group.err == nil && len(group.keys) == 0 {
		group.fail("%s is empty, allowed: %s", key, strings.Join(names, ", "))
	}
	for _, name := range names {
		if value := group.values[name]; value != nil && group.err == nil {
			own := mapping(name, value)
			constants = append(constants, own.constant(of(name)))
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
func (s *section) constant(of quantity) Constant {
	c := Constant{Name: s.name, Source: s.text("source", true), Secondary: s.flag("secondary")}
	if s.values["within"] != nil {
		s.only("within", "source", "secondary")
		c.Within = s.text("within", true)
		return c
	}
	if s.name == Barrier && s.values["steps"] != nil {
		s.only("steps", "unit", "source", "evidence", "secondary", "voltage")
		c.Steps = s.steps()
	} else {
		s.only("value", "unit", "source", "evidence", "secondary", "voltage")
		c.Value = s.number("value", true)
	}
	c.Unit = s.text("unit", true)
	if unit, known := units[c.Unit]; !known || unit.quantity != of {
		s.fail("%s: unit is %q, allowed: %s", s.name, c.Unit, unitsOf(of))
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

// steps reads values by the numbers of cores from which on they hold, which grow.
func (s *section) steps() (steps []Step) {
	group := mapping(s.name+": steps", s.values["steps"])
	if group.err == nil && len(group.keys) == 0 {
		group.fail("%s is empty, allowed: numbers of cores with values, as in {1: 0.6, 4: 1.4}", group.name)
	}
	for _, key := range group.keys {
		cores, err := strconv.ParseInt(key, 10, 32)
		if err != nil || cores < 1 || len(steps) > 0 && cores <= steps[len(steps)-1].Cores {
			group.fail("%s has the number of cores %q, allowed: whole numbers from 1 on, each above the one before", group.name, key)
		}
		steps = append(steps, Step{Cores: cores, Value: group.number(key, true)})
	}
	if s.err == nil {
		s.err = group.err
	}
	return steps
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
