package comparison

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs/record"
)

// width of the pictures.
const width = 6.5 * vg.Inch

// picture is the test accuracy of every variant against epochs, as in Figs. 5 to 8:
// means over seeds with bars of a standard deviation.
func (r *Report) picture() (figure.Picture, error) {
	p := figure.New(r.Title())
	p.X.Label.Text, p.Y.Label.Text = "epoch", "test accuracy (%)"
	p.X.Tick.Marker = figure.Ticks{Most: 16, Whole: true}
	p.Legend.XOffs, p.Legend.YOffs = -vg.Points(8), vg.Points(4) // right and below, where learning curves are not
	for i := range r.Rules {
		if err := r.Rules[i].AddCurve(p, i, testAccuracy); err != nil {
			return figure.Picture{}, err
		}
	}
	p.X.Min, p.X.Max = 0.5, p.X.Max+0.5
	return figure.Picture{Drawing: p, Width: width, Height: 4.5 * vg.Inch}, nil
}

func testAccuracy(m *record.Metrics) *float64 { return &m.TestAccuracy }

// Title says what was trained, and how often.
func (r *Report) Title() string {
	c := &r.Rules[0].Config
	of := fmt.Sprintf("means of %d seeds, bars: standard deviation", r.Seeds)
	if r.Seeds == 1 {
		of = fmt.Sprintf("seed %d", c.Seed)
	}
	task := c.Dataset
	if slices.IndexFunc(r.Rules, func(other Result) bool { return other.Rule != c.Rule }) < 0 {
		task += " with " + c.Rule
	}
	if c.TrainLimit > 0 {
		task += fmt.Sprintf(", the first %d training samples", c.TrainLimit)
	}
	return fmt.Sprintf("%s, %s, %s", task, c.HiddenNeurons(), of)
}
