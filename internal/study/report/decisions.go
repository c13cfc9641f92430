package report

import (
	"fmt"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/table"
)

// decisions is the section with the points of the Yin-Yang task's disc and what each is taken for. A point is the times
// at which the first two inputs fire.
func decisions(m *material) (*content, error) {
	if m.dataset.Name != "yinyang" {
		return nil, nil
	}
	points, wrong := make([]plotter.XYs, m.dataset.Classes), plotter.XYs{}
	rows := table.New("sample", "x_s", "y_s", "class", "taken_for")
	for i := range m.outcomes {
		o := &m.outcomes[i]
		var times [2]float64
		for _, spike := range m.dataset.Test.AppendSpikes(nil, i) {
			if spike.Source < 2 {
				times[spike.Source] = spike.Time
			}
		}
		rows.Add(i, times[0], times[1], o.Label, o.Prediction)
		at := plotter.XY{X: milliseconds * times[0], Y: milliseconds * times[1]}
		points[o.Prediction] = append(points[o.Prediction], at)
		if o.Prediction != o.Label {
			wrong = append(wrong, at)
		}
	}
	c := &content{}
	c.text("Each test sample is a point of a disc. Its colour is the class that the network takes it for; a ring is around those that are another.")
	p := figure.New(fmt.Sprintf("%d test samples, %d taken for another class", len(m.outcomes), len(wrong)))
	p.X.Label.Text, p.Y.Label.Text = "first input (ms)", "second input (ms)"
	for class, of := range points {
		line := figure.Line{Name: m.class(class), Points: of, Color: figure.Colors[class%len(figure.Colors)], Mark: draw.CircleGlyph{}, Radius: 2}
		if err := line.AddTo(p); err != nil {
			return nil, err
		}
	}
	rings := figure.Line{Name: "another class", Points: wrong, Color: figure.Grey, Mark: draw.RingGlyph{}, Radius: 4}
	if err := rings.AddTo(p); err != nil {
		return nil, err
	}
	p.Legend.Top = true
	p.Y.Max *= 1.12 // with room for the legend
	c.draw(&drawing{
		name: "decisions", Picture: figure.Picture{Drawing: p, Width: 5 * vg.Inch, Height: 5.2 * vg.Inch},
		Alt: fmt.Sprintf("The disc of the Yin-Yang task: %d test samples in the colours of what they are taken for, %d of them wrong.", len(m.outcomes), len(wrong)),
	})
	return c, c.table("decisions.csv", "the test samples of the Yin-Yang task as points, with class and decision", rows)
}
