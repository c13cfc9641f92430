package report

import (
	"cmp"
	"fmt"
	"slices"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/numeral"
	"sfdfa-actors/messages"
)

// Mistake is a test sample that is taken for another class.
type Mistake struct {
	Sample          int `json:"sample"` // index in the test part
	Label           int `json:"label"`
	Prediction      int `json:"prediction"`
	LabelSpikes     int `json:"label_spikes"`      // of the output neuron of the right class
	PredictedSpikes int `json:"prediction_spikes"` // of the one of the predicted class
}

// margin is by how many spikes the wrong output neuron leads.
func (m *Mistake) margin() int { return m.PredictedSpikes - m.LabelSpikes }

// How many mistakes the page shows.
const (
	mostPairs    = 8
	mostExamples = 10 // of a pair
)

func newMistakes(outcomes []messages.Outcome, count func(sample, output int) int) []Mistake {
	all := []Mistake{}
	for i := range outcomes {
		if o := &outcomes[i]; o.Prediction != o.Label {
			all = append(all, Mistake{o.Index, o.Label, o.Prediction, count(o.Index, o.Label), count(o.Index, o.Prediction)})
		}
	}
	return all
}

func mistakeTable(all []Mistake) *table.Table {
	t := table.New("sample", "label", "prediction", "label_spikes", "prediction_spikes")
	for _, m := range all {
		t.Add(m.Sample, m.Label, m.Prediction, m.LabelSpikes, m.PredictedSpikes)
	}
	return t
}

// mistakes is the section with the pairs of classes that are confused most often,
// and examples of them.
func mistakes(m *material) (*content, error) {
	all := newMistakes(m.outcomes, m.activity.count)
	if len(all) == 0 {
		return nil, nil
	}
	c := &content{numbers: all}
	if err := c.table("mistakes.csv", "test samples that are taken for another class", mistakeTable(all)); err != nil {
		return nil, err
	}
	pairs := newConfusion(m.outcomes, m.dataset.Classes, m.class).pairs()
	shown := pairs[:min(mostPairs, len(pairs))]
	c.text("%s of %d are taken for another class, in %s of classes; the %d most frequent are here. Examples come in order of how many spikes the wrong output neuron leads by.",
		numeral.Several(len(all), "test sample"), len(m.outcomes), numeral.Several(len(pairs), "pair"), len(shown))
	if datasets.Picture(m.dataset.Test, 0) != nil {
		c.gallery(m.gallery(shown, all))
		return c, nil
	}
	c.grid(m.pairGrid(shown, all))
	return c, nil
}

// examples are the mistakes of a pair, the surest first.
func (p pair) examples(all []Mistake) []Mistake {
	var own []Mistake
	for _, m := range all {
		if m.Label == p.class && m.Prediction == p.prediction {
			own = append(own, m)
		}
	}
	slices.SortStableFunc(own, func(x, y Mistake) int { return cmp.Compare(y.margin(), x.margin()) })
	return own[:min(mostExamples, len(own))]
}

func (m *material) pairTitle(p pair) string {
	return fmt.Sprintf("%s as %s: %s", m.class(p.class), m.class(p.prediction), numeral.Several(p.samples, "sample"))
}

func (m *material) gallery(pairs []pair, all []Mistake) *gallery {
	g := &gallery{Caption: "Below each image: its index in the test part, and the spikes of the output neurons of the right and the predicted class."}
	for _, p := range pairs {
		row := galleryRow{Title: m.pairTitle(p)}
		for _, x := range p.examples(all) {
			row.Images = append(row.Images, galleryImage{
				Alt:     fmt.Sprintf("test sample %d, %s, taken for %s", x.Sample, m.class(x.Label), m.class(x.Prediction)),
				Caption: fmt.Sprintf("%d: %d/%d", x.Sample, x.LabelSpikes, x.PredictedSpikes),
				picture: datasets.Picture(m.dataset.Test, x.Sample),
			})
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (m *material) pairGrid(pairs []pair, all []Mistake) *grid {
	g := &grid{
		Caption: "Samples as index (spikes of the right output neuron/of the predicted one)",
		Head:    []string{"class", "taken for", "samples", "examples"},
	}
	for _, p := range pairs {
		text := ""
		for i, x := range p.examples(all) {
			if i > 0 {
				text += ", "
			}
			text += fmt.Sprintf("%d (%d/%d)", x.Sample, x.LabelSpikes, x.PredictedSpikes)
		}
		g.Rows = append(g.Rows, []cell{word(m.class(p.class)), word(m.class(p.prediction)), whole(p.samples), word(text)})
	}
	return g
}
