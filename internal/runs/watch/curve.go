package watch

import (
	"slices"

	"sfdfa-actors/messages"
)

// mostPoints bounds a curve: then two neighbours become one.
const mostPoints = 400

// tally sums up the outcomes of some samples.
type tally struct {
	samples, right int
	loss           float64
}

func (t *tally) add(outcomes []messages.Outcome) {
	for i := range outcomes {
		t.samples++
		if outcomes[i].Prediction == outcomes[i].Label {
			t.right++
		}
		t.loss += outcomes[i].Loss
	}
}

func (t *tally) point(at float64) Point {
	n := float64(max(1, t.samples))
	return Point{At: at, Samples: t.samples, Accuracy: 100 * float64(t.right) / n, Loss: t.loss / n}
}

// curve is points of about as many samples each.
type curve struct {
	points []Point
	least  int // samples of a point
	open   tally
}

// add adds the outcomes of a batch, or part of one, that ends at some time in epochs.
func (c *curve) add(outcomes []messages.Outcome, batch int, at float64) {
	c.open.add(outcomes)
	c.least = max(c.least, batch)
	if c.open.samples < c.least {
		return
	}
	c.points = append(c.points, c.open.point(at))
	c.open = tally{}
	if len(c.points) >= mostPoints {
		c.points = halved(c.points)
		c.least *= 2
	}
}

// halved makes one point of each two.
func halved(points []Point) (half []Point) {
	for pair := range slices.Chunk(points, 2) {
		sum := pair[0]
		if len(pair) == 2 {
			a, b := float64(pair[0].Samples), float64(pair[1].Samples)
			sum = Point{
				At: pair[1].At, Samples: pair[0].Samples + pair[1].Samples,
				Accuracy: (a*pair[0].Accuracy + b*pair[1].Accuracy) / (a + b), Loss: (a*pair[0].Loss + b*pair[1].Loss) / (a + b),
			}
		}
		half = append(half, sum)
	}
	return half
}

// appendBounded appends an angle, and leaves out every other one once there are many.
func appendBounded(points []AnglePoint, p AnglePoint) []AnglePoint {
	if len(points) >= mostPoints {
		kept := points[:0:0]
		for i := 0; i < len(points); i += 2 {
			kept = append(kept, points[i])
		}
		points = kept
	}
	return append(slices.Clone(points), p)
}
