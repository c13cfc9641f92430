package selfcheck

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
)

// hairTrigger is the ratio of exact to modified eligibility above which rounding
// dominates the exact one.
const hairTrigger = 50

// tolerances are the largest deviations allowed.
type tolerances struct {
	time      float64 // seconds
	relative  float64
	triggered float64 // relative, of exact gradients in a case with a hair trigger
	// floor is the part of a row's largest value below which a deviation is no
	// longer taken relative to the value itself, which may be a cancelled sum.
	floor float64
}

var tolerancesOf = map[neuron.Precision]tolerances{
	neuron.Float64: {time: 1e-12, relative: 1e-9, triggered: 1e-6, floor: 1e-3},
	neuron.Float32: {time: 1e-5, relative: 1e-5, triggered: 1e-5, floor: 1},
}

// Deviation is the largest difference between one variant and the case in one
// quantity.
type Deviation struct {
	Variant   Variant
	Quantity  string
	Largest   float64 // seconds for spike times, else relative; +Inf if spikes are missing or too many
	Tolerance float64
	Where     string // path in the file of the value that deviates most; empty if none does
}

// OK reports whether the deviation is tolerated.
func (d Deviation) OK() bool { return d.Largest <= d.Tolerance }

// Check implements Worked.
func (c *Case) Check(precision neuron.Precision) ([]Deviation, error) {
	if err := precision.Validate(); err != nil {
		return nil, err
	}
	var deviations []Deviation
	for _, v := range Variants() {
		observed, err := c.observe(v, precision)
		if err != nil {
			return nil, fmt.Errorf("selfcheck: %s (%s): %w", c.Name, v, err)
		}
		for i := range quantities {
			if quantities[i].isOf(v) {
				deviations = append(deviations, c.deviation(&quantities[i], v, observed))
			}
		}
	}
	return deviations, nil
}

func (c *Case) deviation(q *quantity, v Variant, o *observation) Deviation {
	d := Deviation{Variant: v, Quantity: q.nameFor(v), Tolerance: c.tolerance(q, v, o.net.Precision)}
	for _, row := range q.rows(c, v, o) {
		d.addRow(row, func(want, largest float64) float64 {
			if q.isTime || largest == 0 {
				return 1
			}
			return max(math.Abs(want), tolerancesOf[o.net.Precision].floor*largest)
		})
	}
	return d
}

func (c *Case) tolerance(q *quantity, v Variant, precision neuron.Precision) float64 {
	allowed := tolerancesOf[precision]
	switch {
	case q.isTime:
		return allowed.time
	case q.gradient && v.Gradient == learning.Exact && c.amplification() > hairTrigger:
		return allowed.triggered
	}
	return allowed.relative
}

// amplification is the largest ratio of exact to modified eligibility of any
// neuron: I/(I − c) where it fires once.
func (c *Case) amplification() float64 {
	largest := 1.0
	for s := range c.Samples {
		for _, activity := range c.Samples[s].Layers {
			for i := range activity.Exact {
				if modified := largestOf(activity.Modified[i]); modified > 0 {
					largest = max(largest, largestOf(activity.Exact[i])/modified)
				}
			}
		}
	}
	return largest
}

// addRow widens the deviation by one row. unit is what a deviation from a value is counted in, given the
// largest of its row.
func (d *Deviation) addRow(r row, unit func(want, largest float64) float64) {
	if len(r.got) != len(r.want) {
		d.Largest = math.Inf(1)
		d.Where = fmt.Sprintf("%s has %d values, not %d", r.path, len(r.got), len(r.want))
		return
	}
	largest := largestOf(r.want)
	for k, want := range r.want {
		deviation := math.Abs(r.got[k]-want) / unit(want, largest)
		if math.IsNaN(deviation) {
			deviation = math.Inf(1)
		}
		if deviation > d.Largest {
			d.Largest, d.Where = deviation, fmt.Sprintf("%s[%d]", r.path, k)
		}
	}
}

func largestOf(values []float64) float64 {
	largest := 0.0
	for _, value := range values {
		largest = max(largest, math.Abs(value))
	}
	return largest
}
