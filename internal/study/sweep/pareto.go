package sweep

import (
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/internal/study/comparison"
)

// Cost is what accuracy is paid with.
type Cost struct {
	Name string
	Unit string // "J" of an estimated energy, else empty
	Of   func(*Point) *comparison.Spread
	Text func(float64) string // writes a mean
}

// Costs lists the costs in the order of tables and pictures.
func Costs() []Cost {
	return []Cost{
		{"spikes", "", func(p *Point) *comparison.Spread { return p.Spikes }, numeral.Short},
		{"packets", "", func(p *Point) *comparison.Spread { return p.Packets }, numeral.Short},
		{"energy", "J", func(p *Point) *comparison.Spread { return p.Energy }, numeral.Joules},
		{"clocked", "J", func(p *Point) *comparison.Spread { return p.Clocked }, numeral.Joules},
	}
}

// result is the two figures of a point that a front is about.
type result struct{ accuracy, cost float64 }

// beats reports whether a result is as good as another in both figures, and better in one.
func (a result) beats(b result) bool {
	return a.accuracy >= b.accuracy && a.cost <= b.cost && a != b
}

// front reports of each result whether it is on the Pareto front: no other beats it.
func front(results []result) []bool {
	isOn := make([]bool, len(results))
	for i, r := range results {
		isOn[i] = true
		for _, other := range results {
			if other.beats(r) {
				isOn[i] = false
				break
			}
		}
	}
	return isOn
}

// markFronts says of each point which fronts it is on.
func (r *Report) markFronts() {
	finished := r.finished()
	for _, p := range finished {
		p.Pareto = []string{}
	}
	for _, cost := range Costs() {
		for i, isOn := range front(resultsOf(finished, cost)) {
			if isOn {
				finished[i].Pareto = append(finished[i].Pareto, cost.Name)
			}
		}
	}
}

// finished are the points with a run.
func (r *Report) finished() (points []*Point) {
	for i := range r.Points {
		if p := &r.Points[i]; len(p.Runs) > 0 {
			points = append(points, p)
		}
	}
	return points
}

func resultsOf(points []*Point, cost Cost) []result {
	results := make([]result, len(points))
	for i, p := range points {
		results[i] = result{p.TestAccuracy.Mean, cost.Of(p).Mean}
	}
	return results
}
