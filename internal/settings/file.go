package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/spelling"
)

// largestConfigFile bounds what is read of a config file.
const largestConfigFile = 1 << 20

// Bounds in bytes on what errors quote of a file: a value, or the reason why the
// YAML library can't read it.
const (
	longestValue  = 100
	longestReason = 300
)

// Resolve puts a config together: the defaults of its data set and rule, then
// its preset, both fitted to the batch, then the settings in the YAML file at path,
// then those that override sets.
// override is called more than once. An empty path means no file. What users
// got wrong is returned as a ConfigError.
func Resolve(path string, override func(*Config) error) (Config, error) {
	return BaseDefaults.Resolve(path, override)
}

// DefaultSettings are those that a config starts from.
type DefaultSettings struct {
	Dataset, Rule string // unless others are asked for
	// Of returns the defaults of a data set and a rule.
	Of func(dataset, rule string) Config
	// KeepRates leaves them as they are, however large a batch is.
	KeepRates bool
	// Start returns what a file of weights says of a network, in a convention of NIR; nil looks into no file.
	Start func(weights, convention string) (func(*Config) error, error)
}

// BaseDefaults are the defaults of a run.
var BaseDefaults = DefaultSettings{Dataset: "yinyang", Rule: "sfdfa", Of: Defaults}

// RecordDefaults are what is not named in the record of a run: settings that an earlier
// version did not have, and what they were all the same.
var RecordDefaults = DefaultSettings{Dataset: "yinyang", Rule: "sfdfa", Of: Defaults, KeepRates: true}

// Resolve is the function Resolve on these defaults.
func (d DefaultSettings) Resolve(path string, override func(*Config) error) (Config, error) {
	var file []byte
	if path != "" {
		var err error
		if file, err = readConfigFile(path); err != nil {
			return Config{}, err
		}
	}
	start := func(*Config) error { return nil }
	apply := func(c *Config) error {
		if err := start(c); err != nil {
			return err
		}
		if err := Decode(file, c); err != nil {
			var found faults
			for _, fault := range Faults(err) {
				found.refuse(true, "config file %s: %w", path, fault)
			}
			return found.err()
		}
		return override(c)
	}
	// Preset, data set, rule and batch decide what the defaults of everything else are.
	var named Config
	if err := apply(&named); err != nil {
		return Config{}, err
	}
	if named.Weights != "" && d.Start != nil {
		var err error
		if start, err = d.Start(named.Weights, named.NIRConvention); err != nil {
			return Config{}, err
		}
		named = Config{Rule: d.Rule}
		if err := apply(&named); err != nil {
			return Config{}, err
		}
	}
	if named.Network != "" {
		var found faults
		if named.checkChainKeys(&found); found != nil {
			return Config{}, found.err()
		}
	}
	c, err := d.preselected(named)
	if err != nil {
		return Config{}, err
	}
	if named.Batch > 0 && !d.KeepRates {
		c.setBatch(named.Batch)
	}
	if err := apply(&c); err != nil {
		return Config{}, err
	}
	c.FollowNetwork()
	return c, c.Validate()
}

func readConfigFile(path string) ([]byte, error) {
	file, err := untrusted.ReadGiven(path, largestConfigFile)
	if err != nil {
		return nil, Errorf("config file: %w", err)
	}
	return file, nil
}

// Decode sets what the YAML text names; keys that no setting has are errors. A
// list of one value may be written without brackets.
func Decode(text []byte, c *Config) error {
	values, err := decodeValues(text)
	if err != nil {
		return err
	}
	settings := map[string]Setting{}
	for _, s := range All(c) {
		settings[s.Name] = s
	}
	var found faults
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if key == networkKey {
			found.refuse(!c.decodeNetwork(text, values[key]), "network is %s, allowed: a mapping with populations and projections", untrusted.Line(fmt.Sprint(values[key]), longestValue))
			continue
		}
		setting, known := settings[key]
		if !known {
			names := slices.Sorted(maps.Keys(settings))
			found.refuse(true, "unknown key %q, allowed: %s%s", untrusted.Line(key, longestValue), strings.Join(names, ", "), spelling.Hint(key, names))
			continue
		}
		found.add(setting.Set(values[key]))
	}
	if len(found) == 0 {
		return nil
	}
	return found
}

// decodeValues reads the one document of a YAML text, key by key.
func decodeValues(text []byte) (map[string]any, error) {
	values := map[string]any{}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&values); err != nil && err != io.EOF {
		return nil, errors.New(untrusted.Line(strings.Join(strings.Fields(err.Error()), " "), longestReason))
	}
	if err := decoder.Decode(new(any)); err != io.EOF {
		return nil, errors.New("more than one YAML document")
	}
	return values, nil
}

// ReadValues reads what a YAML file has for each of its keys, whatever these are: values of the kinds that Setting.Set
// takes, lists of them, or others.
func ReadValues(path string) (map[string]any, error) {
	text, err := readConfigFile(path)
	if err != nil {
		return nil, err
	}
	values, err := decodeValues(text)
	if err != nil {
		return nil, Errorf("config file %s: %w", path, err)
	}
	return values, nil
}

// Set gives the setting a value as YAML has it: text, int, uint64, float64, or a []any of numbers. The error says what
// the setting takes.
func (s Setting) Set(value any) error {
	kind, ok := s.set(value)
	if ok {
		return nil
	}
	return fmt.Errorf("%s is %s, allowed: %s", s.Name, untrusted.Line(fmt.Sprint(value), longestValue), kind)
}

// set gives the setting a value read from YAML, if it is of the setting's kind.
// It returns that kind in words.
func (s Setting) set(value any) (kind string, ok bool) {
	if s.MayBeAuto && value == AutoWord {
		s.SetAuto()
		return "", true
	}
	switch target := s.Value.(type) {
	case *string:
		return "text", assign(target, value, text)
	case *int:
		return "a whole number", assign(target, value, integer)
	case *uint64:
		return "a whole number, 0 or more", assign(target, value, natural)
	case *float64:
		if s.IsTime() {
			return timeForm, assign(target, value, seconds)
		}
		return "a number", assign(target, value, number)
	case *[]int:
		return "a list of whole numbers", assignList(target, value, integer)
	case *[]float64:
		return "a list of numbers", assignList(target, value, number)
	}
	panic(fmt.Sprintf("settings: setting %s has the unknown type %T", s.Name, s.Value))
}

func assign[T any](target *T, value any, convert func(any) (T, bool)) bool {
	converted, ok := convert(value)
	if ok {
		*target = converted
	}
	return ok
}

// assignList takes a list, or a single value as a list of one.
func assignList[T any](target *[]T, value any, convert func(any) (T, bool)) bool {
	values, list := value.([]any)
	if !list {
		values = []any{value}
	}
	converted := make([]T, len(values))
	for i, value := range values {
		if !assign(&converted[i], value, convert) {
			return false
		}
	}
	*target = converted
	return true
}

func text(value any) (string, bool) {
	s, ok := value.(string)
	return s, ok
}

// integer returns a whole number. The YAML library reads it as int, and as uint64 beyond
// that.
func integer(value any) (int, bool) {
	n, ok := value.(int)
	return n, ok
}

func natural(value any) (uint64, bool) {
	switch value := value.(type) {
	case int:
		return uint64(value), value >= 0
	case uint64:
		return value, true
	}
	return 0, false
}

// timeForm says how times are written, and times are their units.
const timeForm = "a number of seconds, or one with a unit: s, ms, us"

var times = numeral.Units{"": 0, "s": 0, "ms": -3, "us": -6}

// ParseNumber reads one number of the setting, that of a time in seconds.
func (s Setting) ParseNumber(text string) (float64, error) {
	if !s.IsTime() {
		return strconv.ParseFloat(text, 64)
	}
	value, ok := times.Parse(text)
	if !ok {
		return 0, fmt.Errorf("%s is %q, allowed: %s", s.Name, text, timeForm)
	}
	return value, nil
}

// seconds returns a time in seconds.
func seconds(value any) (float64, bool) {
	if text, is := value.(string); is {
		return times.Parse(text)
	}
	return number(value)
}

func number(value any) (float64, bool) {
	switch value := value.(type) {
	case float64:
		return value, true
	case int:
		return float64(value), true
	}
	return 0, false
}

// Encode writes the config as YAML, group by group and with units, so that the
// text is a config file that replays the run.
func (c *Config) Encode() ([]byte, error) {
	text, err := c.EncodeSome(func(Setting) bool { return true })
	return append([]byte("# The settings of one run; `sfdfa-actors run --config FILE` repeats it.\n"), text...), err
}

// EncodeSome writes some settings of the config, and its network, as Encode does.
func (c *Config) EncodeSome(wanted func(Setting) bool) ([]byte, error) {
	var text bytes.Buffer
	group := ""
	for _, s := range All(c) {
		if !wanted(s) || !s.Has(c.Dataset) || s.Name == networkKey || c.Network != "" && slices.Contains(chainKeys, s.Name) {
			continue
		}
		if s.Group != group {
			group = s.Group
			fmt.Fprintf(&text, "\n# %s\n", group)
		}
		value, err := s.encode()
		if err != nil {
			return nil, fmt.Errorf("settings: writing %s: %w", s.Name, err)
		}
		fmt.Fprintf(&text, "%s: %s", s.Name, value)
		if s.Unit != "" {
			fmt.Fprintf(&text, " # %s", s.Unit)
		}
		text.WriteByte('\n')
	}
	text.WriteString(c.encodeNetwork())
	return text.Bytes(), nil
}

// MarshalJSON writes the config as an object with the settings' names.
func (c Config) MarshalJSON() ([]byte, error) {
	var text bytes.Buffer
	text.WriteByte('{')
	for i, s := range All(&c) {
		value, err := json.Marshal(s.Value)
		if s.IsAuto() {
			value, err = json.Marshal(AutoWord)
		}
		if err != nil {
			return nil, err
		}
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, "%q:%s", s.Name, value)
	}
	text.WriteByte('}')
	return text.Bytes(), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Config) UnmarshalJSON(text []byte) error { return Decode(text, c) }

// encode writes the setting's value on one line.
func (s Setting) encode() (string, error) {
	if s.IsAuto() {
		return AutoWord, nil
	}
	node := &yaml.Node{}
	if err := node.Encode(s.Value); err != nil {
		return "", err
	}
	node.Style = yaml.FlowStyle
	text, err := yaml.Marshal(node)
	return strings.TrimSpace(string(text)), err
}
