package sweep

import (
	"fmt"
	"math"
	"strings"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/internal/settings"
)

// MostRuns bounds the runs of a sweep.
const MostRuns = 1000

// newStudy combines the values of settings: all with all, the first setting slowest, or as many combinations as random
// says, drawn by the first seed.
func newStudy(axes []Axis, seeds, random int) (*Study, error) {
	s := &Study{Seeds: seeds, Random: random}
	fixed, swept := divide(axes)
	for i := range swept {
		s.Settings = append(s.Settings, swept[i].Name)
	}
	if random == 0 {
		if err := enumerate(swept); err != nil {
			return nil, err
		}
	}
	n, isFinite := combinations(swept)
	points := n
	if random > 0 {
		points = float64(random)
	}
	switch {
	case random > 0 && isFinite && points > n:
		return nil, settings.Errorf("random is %d, allowed: up to the %.0f points that there are", random, n)
	case points*float64(seeds) > MostRuns:
		return nil, settings.Errorf("the sweep has %.0f runs (%.0f points with %d seeds each), allowed: up to %d; --random N draws N points", points*float64(seeds), points, seeds, MostRuns)
	}
	var all [][]any
	if random > 0 {
		all = drawPoints(swept, random, firstSeed(fixed))
	} else {
		all = grid(swept, int(n))
	}
	return s, s.resolve(fixed, swept, all)
}

// divide tells settings with one value from the others.
func divide(axes []Axis) (fixed, swept []Axis) {
	for _, a := range axes {
		if a.span == nil && len(a.Values) == 1 {
			fixed = append(fixed, a)
		} else {
			swept = append(swept, a)
		}
	}
	return fixed, swept
}

// enumerate gives spans of whole numbers the step 1, as a grid needs it.
func enumerate(swept []Axis) error {
	var found []error
	for i := range swept {
		a := &swept[i]
		if a.span == nil {
			continue
		}
		if !a.span.isWhole || a.span.isLog {
			found = append(found, settings.Errorf("%s is the range %q without a step, allowed: with --random N; or LOW..HIGH/STEP, LOW..HIGH/logN", a.Name, a.span))
			continue
		}
		setting := named(&settings.Config{}, a.Name)
		if err := a.addSteps(setting, a.span, "1"); err != nil {
			found = append(found, settings.Errorf("%w", err))
		}
		a.span = nil
	}
	return settings.Join(found...)
}

// combinations is the number of them, unless there is a span to draw from.
func combinations(swept []Axis) (n float64, isFinite bool) {
	n = 1
	for i := range swept {
		if swept[i].span != nil {
			return math.Inf(1), false
		}
		n *= float64(len(swept[i].Values))
	}
	return n, true
}

// grid lists the n combinations, the last setting fastest.
func grid(swept []Axis, n int) [][]any {
	points := make([][]any, n)
	for i := range points {
		points[i] = make([]any, len(swept))
		rest := i
		for k := len(swept) - 1; k >= 0; k-- {
			values := swept[k].Values
			points[i][k], rest = values[rest%len(values)], rest/len(values)
		}
	}
	return points
}

// drawPoints draws n different combinations; more of them begin with the same ones.
func drawPoints(swept []Axis, n int, seed uint64) (points [][]any) {
	seen := map[string]bool{}
	const mostTries = 1000 // for each point: a span of few whole numbers may have fewer than are asked for
	for try := uint64(0); len(points) < n && try < uint64(n)*mostTries; try++ {
		stream := rng.NewStream(seed, rng.Key{Purpose: rng.SweepPoint, Sample: try})
		point := make([]any, len(swept))
		for k := range swept {
			if a := &swept[k]; a.span != nil {
				point[k] = a.span.draw(stream)
			} else {
				point[k] = a.Values[stream.IntN(len(a.Values))]
			}
		}
		if text := fmt.Sprintf("%#v", point); !seen[text] {
			seen[text] = true
			points = append(points, point)
		}
	}
	return points
}

// firstSeed is that of all points.
func firstSeed(fixed []Axis) uint64 {
	c := settings.Base()
	for i := range fixed {
		if fixed[i].Name == "seed" {
			_ = named(&c, "seed").Set(fixed[i].Values[0]) // which was checked
		}
	}
	return c.Seed
}

// resolve makes a point of every combination. A setting that is not given has the default that goes with the others.
func (s *Study) resolve(fixed, swept []Axis, all [][]any) error {
	var found []error
	for _, values := range all {
		config, err := settings.Resolve("", func(c *settings.Config) error {
			for i := range fixed {
				if err := named(c, fixed[i].Name).Set(fixed[i].Values[0]); err != nil {
					return err
				}
			}
			for i := range swept {
				if err := named(c, swept[i].Name).Set(values[i]); err != nil {
					return err
				}
			}
			return nil
		})
		found = append(found, err)
		s.Points = append(s.Points, Point{Number: len(s.Points) + 1, Config: config, Pareto: []string{}, Runs: []Run{}})
	}
	return settings.Join(found...)
}

// Label names the point by the values of some settings.
func (p *Point) Label(names []string) string {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = name + " " + p.Value(name)
	}
	return strings.Join(texts, ", ")
}

// Value is a setting's value at the point as a table has it, a list with colons.
func (p *Point) Value(name string) string {
	return strings.ReplaceAll(named(&p.Config, name).Text(), ",", ":")
}
