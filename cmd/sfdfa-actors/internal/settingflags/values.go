package settingflags

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
)

// list is a flag with values separated by commas. Unlike the flag library's own
// it shows numbers as short as they are exact.
type list[T int | float64] struct {
	values *[]T
	kind   string
	parse  func(string) (T, error)
}

// Set implements pflag.Value.
func (l *list[T]) Set(text string) error {
	var values []T
	for _, element := range strings.Split(text, ",") {
		value, err := l.parse(strings.TrimSpace(element))
		if err != nil {
			return fmt.Errorf("%q is not one of the %s separated by commas", element, l.kind)
		}
		values = append(values, value)
	}
	*l.values = values
	return nil
}

// String implements pflag.Value.
func (l *list[T]) String() string {
	if l.values == nil {
		return ""
	}
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(*l.values), "[]"), " ", ",")
}

// Type implements pflag.Value.
func (l *list[T]) Type() string { return l.kind }

// Integers is a flag with integers separated by commas.
func Integers(values *[]int) pflag.Value { return &list[int]{values, "integers", strconv.Atoi} }

// Numbers is a flag with numbers separated by commas.
func Numbers(values *[]float64) pflag.Value {
	return &list[float64]{values, "numbers", func(text string) (float64, error) { return strconv.ParseFloat(text, 64) }}
}

// networkFlag is the name of the setting that a file has the text of.
const networkFlag = "network"

// networkText is a flag for the file of a network.
type networkText struct{ text *string }

// Set implements pflag.Value.
func (n *networkText) Set(path string) (err error) {
	*n.text, err = settings.ReadNetwork(path)
	return err
}

// String implements pflag.Value.
func (n *networkText) String() string { return "" }

// Type implements pflag.Value.
func (n *networkText) Type() string { return "file" }

// timed is a flag for a time in seconds, which may have a unit.
type timed struct{ setting settings.Setting }

// Set implements pflag.Value.
func (t *timed) Set(text string) error { return t.setting.Set(text) }

// String implements pflag.Value.
func (t *timed) String() string {
	if t.setting.Value == nil {
		return ""
	}
	return t.setting.Text()
}

// Type implements pflag.Value.
func (t *timed) Type() string { return "time" }

// auto is a flag for a setting that may be left to be chosen.
type auto struct{ setting settings.Setting }

// Set implements pflag.Value.
func (a *auto) Set(text string) error {
	if text == settings.AutoWord {
		a.setting.SetAuto()
		return nil
	}
	if a.setting.IsTime() {
		return a.setting.Set(text)
	}
	var err error
	switch value := a.setting.Value.(type) {
	case *int:
		*value, err = strconv.Atoi(text)
	case *float64:
		*value, err = strconv.ParseFloat(text, 64)
	case *[]float64:
		return Numbers(value).Set(text)
	}
	return err
}

// String implements pflag.Value.
func (a *auto) String() string {
	if a.setting.Value == nil {
		return ""
	}
	return a.setting.Text()
}

// Type implements pflag.Value.
func (a *auto) Type() string {
	if a.setting.IsTime() {
		return "time"
	}
	switch a.setting.Value.(type) {
	case *int:
		return "int"
	case *float64:
		return "float"
	}
	return "numbers"
}

// Size is a flag with a number of bytes, as in 4GiB.
func Size(value *limits.Size) pflag.Value {
	return &parsed[limits.Size]{value, "size", limits.ParseSize}
}

// Time is a flag with a time, as in 90m.
func Time(value *time.Duration) pflag.Value {
	return &parsed[time.Duration]{value, "time", limits.ParseTime}
}

// parsed is a flag with a value of its own syntax; without one it is 0.
type parsed[T ~int64 | ~uint64] struct {
	value *T
	kind  string
	parse func(string) (T, error)
}

// Set implements pflag.Value.
func (p *parsed[T]) Set(text string) (err error) {
	*p.value, err = p.parse(text)
	return err
}

// String implements pflag.Value.
func (p *parsed[T]) String() string {
	if p.value == nil || *p.value == 0 {
		return ""
	}
	return fmt.Sprint(*p.value)
}

// Type implements pflag.Value.
func (p *parsed[T]) Type() string { return p.kind }
