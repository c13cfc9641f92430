package figure

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// Ticks are marks at multiples of 1, 2 or 5 times a power of ten, all with their
// number: the smallest such step with which there are at most Most of them.
type Ticks struct {
	Most  int
	Whole bool // only whole numbers, as for epochs
}

// Ticks implements plot.Ticker.
func (t Ticks) Ticks(low, high float64) []plot.Tick {
	step := t.step(high - low)
	digits := max(0, int(-math.Floor(math.Log10(step))))
	var ticks []plot.Tick
	const slack = 1e-9 // of a step: decimal fractions are not exact; and + 0 turns -0 into 0
	for n := math.Ceil(low/step-slack) + 0; n <= high/step+slack; n++ {
		ticks = append(ticks, plot.Tick{Value: n * step, Label: strconv.FormatFloat(n*step, 'f', digits, 64)})
	}
	return ticks
}

func (t Ticks) step(span float64) float64 {
	if !(span > 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(span/float64(t.Most))))
	for {
		for _, factor := range []float64{1, 2, 5} {
			if step := factor * power; span/step < float64(t.Most) && !(t.Whole && step < 1) {
				return step
			}
		}
		power *= 10
	}
}

// Unlabelled are ticks without their numbers, which another panel has.
type Unlabelled struct{ plot.Ticker }

// Ticks implements plot.Ticker.
func (u Unlabelled) Ticks(low, high float64) []plot.Tick {
	ticks := u.Ticker.Ticks(low, high)
	for i := range ticks {
		ticks[i].Label = " " // a tick without any would be a minor one
	}
	return ticks
}
