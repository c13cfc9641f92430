package sweep

import (
	"fmt"
	"maps"
	"slices"

	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/spelling"
)

// Definition says what to sweep as users write it: a YAML file, and flags that override it.
type Definition struct {
	File   string            // its path, or empty
	Flags  map[string]string // what is given, by the names of settings
	Seeds  int               // runs of each point; 0 leaves it to the file, which may leave it at 1
	Random int               // points to draw; 0 leaves it to the file, which may ask for the grid
}

// Keys of the file that are no settings.
const (
	seedsKey  = "seeds"
	randomKey = "random"
)

// Study returns the sweep that is asked for, or all that is wrong with it as one ConfigError.
func (d Definition) Study() (*Study, error) {
	var found []error
	refuse := func(format string, arguments ...any) { found = append(found, settings.Errorf(format, arguments...)) }
	values := map[string]any{}
	if d.File != "" {
		var err error
		if values, err = settings.ReadValues(d.File); err != nil {
			found = append(found, err)
		}
	}
	seeds, random := d.Seeds, d.Random
	for key, number := range map[string]*int{seedsKey: &seeds, randomKey: &random} {
		value, given := values[key]
		delete(values, key)
		n, isWhole := value.(int)
		switch {
		case given && (!isWhole || n < 1):
			refuse("config file %s: %s is %v, allowed: a whole number, 1 or more", d.File, key, value)
		case given && *number == 0:
			*number = n
		}
	}
	axes, err := d.axes(values)
	found = append(found, err)
	if _, swept := divide(axes); err == nil && len(swept) == 0 {
		refuse("no setting has several values, allowed: one or more, as in --learning-rate 0.003,0.01")
	}
	if seeds < 0 || random < 0 {
		refuse("seeds is %d and random is %d, allowed: 1 or more each", seeds, random)
	}
	s, err := newStudy(axes, max(1, seeds), random)
	return s, settings.Join(append(found, err)...)
}

// axes reads the values of all settings that are given, in the settings' order.
func (d Definition) axes(values map[string]any) (axes []Axis, err error) {
	var found []error
	var names []string
	for _, s := range settings.All(&settings.Config{}) {
		names = append(names, s.Name)
		text, isFlag := d.Flags[s.Name]
		value, isKey := values[s.Name]
		var a Axis
		var err error
		switch {
		case isFlag:
			a, err = ParseAxis(s, text)
		case isKey:
			if a, err = yamlAxis(s, value); err != nil {
				err = fmt.Errorf("config file %s: %w", d.File, err)
			}
		default:
			continue
		}
		if err == nil && s.Name == "seed" && (len(a.Values) > 1 || a.span != nil) {
			err = fmt.Errorf("seed has several values, allowed: the first one; --seeds N makes N runs with consecutive seeds")
		}
		if err != nil {
			found = append(found, settings.Join(err))
			continue
		}
		axes = append(axes, a)
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(names, key) {
			found = append(found, settings.Errorf("config file %s: unknown key %q, allowed: %s, %s, and the settings of a run%s",
				d.File, key, seedsKey, randomKey, spelling.Hint(key, names)))
		}
	}
	return axes, settings.Join(found...)
}
