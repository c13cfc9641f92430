package paper

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/comparison"
	"sfdfa-actors/learning"
)

// alignment is Fig. 10: "the alignment between the flattened output weights and the
// flattened feedback connections to the last hidden layer" (Section 3.4), in the
// network of Fig. 9.
var alignment = Training{
	Dataset: "mnist", Seeds: 1,
	Vary: "rule", Variants: []string{"dfa", "sfdfa"},
	allows: func(r learning.Rule) bool { return r.Feedback() != nil },
	adjust: func(c *settings.Config) { c.Layers = []int{400, 400, 400} },
	draw:   drawAlignment,
}

func drawAlignment(r *comparison.Report) (*Drawing, error) {
	metric := func(m *record.Metrics) *float64 { return m.WeightAlignment }
	d := &Drawing{Picture: figure.Picture{Width: 6.5 * vg.Inch, Height: 4.5 * vg.Inch}, Notes: lastOf(r, "weight alignment", "%.1f°", metric)}
	d.Table.Columns = []string{"rule", "seed", "epoch", "weight_alignment_degrees"}
	each(r, func(variant string, seed uint64, m *record.Metrics) {
		d.Table.Add(variant, seed, m.Epoch, m.WeightAlignment)
	})
	p, err := curves(r, "angle (°)", metric)
	if err != nil {
		return nil, err
	}
	if err := addRightAngle(p); err != nil {
		return nil, err
	}
	d.Drawing = withLegend(&figure.Panels{
		Title: "Angle between output weights and feedback weights of the last hidden layer\n" + r.Title(),
		Rows:  [][]*plot.Plot{{p}},
	})
	return d, nil
}
