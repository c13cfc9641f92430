package sweep

import (
	"cmp"
	"math"
	"reflect"
	"slices"
)

// level is one value of a setting in a picture.
type level struct {
	text   string
	number float64 // NaN where the value is none
}

// scale is the different values of a setting, numbers in ascending order and others as they come.
type scale struct {
	name   string
	levels []level
	isLog  bool // for numbers that span more than a decade
}

// mostNamed is the number of levels that a picture has names for.
const mostNamed = 12

// scaleOf gathers the values that a setting has at the points.
func (r *Report) scaleOf(name string) *scale {
	s := &scale{name: name}
	isNumeric := true
	for i := range r.Points {
		l := level{r.Points[i].Value(name), r.Points[i].number(name)}
		isNumeric = isNumeric && !math.IsNaN(l.number)
		if !slices.ContainsFunc(s.levels, func(other level) bool { return other.text == l.text }) {
			s.levels = append(s.levels, l)
		}
	}
	if !isNumeric {
		for i := range s.levels {
			s.levels[i].number = float64(i)
		}
		return s
	}
	slices.SortStableFunc(s.levels, func(a, b level) int { return cmp.Compare(a.number, b.number) })
	low, high := s.ends()
	const decade = 10
	s.isLog = low > 0 && high/low >= decade
	return s
}

// number is the value of a setting at the point, or of the only element of a list; NaN if it is none.
func (p *Point) number(name string) float64 {
	setting := named(&p.Config, name)
	if setting.IsAuto() {
		return math.NaN()
	}
	value := reflect.ValueOf(setting.Value).Elem()
	if value.Kind() == reflect.Slice && value.Len() == 1 {
		value = value.Index(0)
	}
	switch {
	case value.CanInt():
		return float64(value.Int())
	case value.CanUint():
		return float64(value.Uint())
	case value.CanFloat():
		return value.Float()
	}
	return math.NaN()
}

func (s *scale) ends() (low, high float64) {
	return s.levels[0].number, s.levels[len(s.levels)-1].number
}

// index is the place of a text among the levels.
func (s *scale) index(text string) int {
	return slices.IndexFunc(s.levels, func(l level) bool { return l.text == text })
}

// share is how far a level is from the lowest to the highest, from 0 to 1.
func (s *scale) share(i int) float64 {
	low, high := s.ends()
	at := s.levels[i].number
	switch {
	case high == low:
		return 0.5
	case s.isLog:
		return math.Log(at/low) / math.Log(high/low)
	}
	return (at - low) / (high - low)
}
