package sweep

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sfdfa-actors/internal/settings"
)

// Axis is the values that one setting takes in a sweep: some, or all of a span, to draw from.
type Axis struct {
	Name   string
	Values []any // as settings.Setting.Set takes them
	span   *span // without a step; nil if there are values
}

// kind is what a setting's values are made of, by the type of its field.
type kind struct {
	isText, isList, isWhole bool
}

func kindOf(s settings.Setting) kind {
	switch s.Value.(type) {
	case *string:
		return kind{isText: true}
	case *[]int:
		return kind{isList: true, isWhole: true}
	case *[]float64:
		return kind{isList: true}
	case *int, *uint64:
		return kind{isWhole: true}
	}
	return kind{}
}

// ParseAxis reads the values of a setting as a flag has them: separated by commas, each a value or a range. The numbers of
// one list are separated by colons.
func ParseAxis(s settings.Setting, text string) (Axis, error) {
	a := Axis{Name: s.Name}
	elements := strings.Split(text, ",")
	for _, element := range elements {
		if err := a.parse(s, element); err != nil {
			return a, err
		}
	}
	return a, a.check(s, len(elements))
}

// parse adds the values of one element between commas.
func (a *Axis) parse(s settings.Setting, element string) error {
	k := kindOf(s)
	if k.isText {
		a.Values = append(a.Values, element)
		return nil
	}
	element = strings.TrimSpace(element)
	low, rest, isSpan := strings.Cut(element, "..")
	switch {
	case isSpan:
		return a.addSpan(s, element, low, rest)
	case s.MayBeAuto && element == settings.AutoWord:
		a.Values = append(a.Values, element)
		return nil
	case !k.isList:
		value, err := number(s, element)
		if err != nil {
			return fmt.Errorf("%s is %q, allowed: %s", s.Name, element, syntax(s))
		}
		a.Values = append(a.Values, value)
		return nil
	}
	list := []any{}
	for one := range strings.SplitSeq(element, ":") {
		if element == "" {
			break
		}
		value, err := number(s, one)
		if err != nil {
			return fmt.Errorf("%s is %q, allowed: %s", s.Name, element, syntax(s))
		}
		list = append(list, value)
	}
	a.Values = append(a.Values, list)
	return nil
}

// syntax says how the values of a setting are written.
func syntax(s settings.Setting) string {
	text, example := "numbers", "0.1..0.5/0.1"
	if k := kindOf(s); k.isWhole {
		text, example = "whole numbers", "100..500/100"
	}
	text += " separated by commas"
	if kindOf(s).isList {
		text += ", those of one list by colons as in 100:200"
	}
	text += ", or ranges LOW..HIGH/STEP as in " + example + " and LOW..HIGH/logN"
	if s.MayBeAuto {
		text += ", or " + settings.AutoWord
	}
	return text
}

// number reads one number of a setting as a YAML file would have it.
func number(s settings.Setting, text string) (any, error) {
	text = strings.TrimSpace(text)
	if !kindOf(s).isWhole {
		return s.ParseNumber(text)
	}
	if n, err := strconv.Atoi(text); err == nil {
		return n, nil
	}
	return strconv.ParseUint(text, 10, 64)
}

// yamlAxis reads the values of a setting as a YAML file has them: one value, a list of values, or a text as a flag has it.
// A setting that is a list itself has several values where the list holds lists or texts.
func yamlAxis(s settings.Setting, value any) (Axis, error) {
	a := Axis{Name: s.Name}
	several, isList := value.([]any)
	k := kindOf(s)
	if isList && k.isList && !slices.ContainsFunc(several, isNoNumber) || !isList {
		several = []any{value}
	}
	for _, element := range several {
		text, isText := element.(string)
		switch {
		case isText && !k.isText:
			for part := range strings.SplitSeq(text, ",") {
				if err := a.parse(s, part); err != nil {
					return a, err
				}
			}
		default:
			a.Values = append(a.Values, element)
		}
	}
	return a, a.check(s, len(several))
}

func isNoNumber(value any) bool {
	switch value.(type) {
	case []any, string:
		return true
	}
	return false
}

// check refuses what a setting can't be by its kind, and values that are there twice.
func (a *Axis) check(s settings.Setting, elements int) error {
	if a.span != nil {
		if elements > 1 || len(a.Values) > 0 {
			return fmt.Errorf("%s has other values beside the range %v, allowed: a range without a step by itself", s.Name, a.span)
		}
		return nil
	}
	if len(a.Values) == 0 {
		return fmt.Errorf("%s has no value, allowed: one or more", s.Name)
	}
	seen := map[string]bool{}
	var found []error
	for _, value := range a.Values {
		var c settings.Config
		target := named(&c, s.Name)
		if err := target.Set(value); err != nil {
			return err
		}
		if err := target.Check(); err != nil {
			found = append(found, settings.Errorf("%w", err))
		}
		text := target.Text()
		if seen[text] {
			hint := ""
			if kindOf(s).isList {
				hint = "; the numbers of one list are separated by colons, as in 400:400"
			}
			return fmt.Errorf("%s has the value %v twice, allowed: each once%s", s.Name, text, hint)
		}
		seen[text] = true
	}
	return settings.Join(found...)
}

// named is the setting of a config with a name that there is.
func named(c *settings.Config, name string) settings.Setting {
	all := settings.All(c)
	return all[slices.IndexFunc(all, func(s settings.Setting) bool { return s.Name == name })]
}
