package report

import (
	"fmt"
	"slices"

	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/messages"
)

// Confusion is a confusion matrix with what follows from it.
type Confusion struct {
	Samples int     `json:"samples"`
	Right   int     `json:"right"`
	Counts  [][]int `json:"counts"` // [class][predicted class] samples
	Classes []Class `json:"classes"`
}

// Class is what a confusion matrix says of one class. Recall and precision are in
// percent.
type Class struct {
	Label     int      `json:"label"`
	Name      string   `json:"name"`
	Samples   int      `json:"samples"`   // of the class
	Predicted int      `json:"predicted"` // samples that are taken for it
	Right     int      `json:"right"`
	Recall    *float64 `json:"recall"`    // right of its samples; null without any
	Precision *float64 `json:"precision"` // right of those taken for it; null without any
}

// newConfusion counts the outcomes of a data set by class.
func newConfusion(outcomes []messages.Outcome, classes int, name func(label int) string) *Confusion {
	c := &Confusion{Samples: len(outcomes), Counts: make([][]int, classes), Classes: make([]Class, classes)}
	for i := range c.Counts {
		c.Counts[i] = make([]int, classes)
	}
	for i := range outcomes {
		c.Counts[outcomes[i].Label][outcomes[i].Prediction]++
	}
	for i := range c.Classes {
		class := &c.Classes[i]
		class.Label, class.Name, class.Right = i, name(i), c.Counts[i][i]
		for k := range classes {
			class.Samples += c.Counts[i][k]
			class.Predicted += c.Counts[k][i]
		}
		class.Recall, class.Precision = share(class.Right, class.Samples), share(class.Right, class.Predicted)
		c.Right += class.Right
	}
	return c
}

// share is a part in percent, nil of nothing.
func share(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	percent := 100 * float64(part) / float64(whole)
	return &percent
}

// table has a line for each class, at the end of it a column for each prediction.
func (c *Confusion) table() *table.Table {
	t := table.New("label", "class", "samples", "recall_percent", "precision_percent")
	for i := range c.Classes {
		t.Columns = append(t.Columns, fmt.Sprintf("predicted_%d", i))
		class := &c.Classes[i]
		row := []any{class.Label, class.Name, class.Samples, class.Recall, class.Precision}
		for _, n := range c.Counts[i] {
			row = append(row, n)
		}
		t.Add(row...)
	}
	return t
}

// confusion is the section with the confusion matrix of the test part.
func confusion(m *material) (*content, error) {
	matrix := newConfusion(m.outcomes, m.dataset.Classes, m.class)
	c := &content{numbers: matrix}
	if err := c.table("confusion.csv", "confusion matrix, recall and precision by class", matrix.table()); err != nil {
		return nil, err
	}
	c.text("%d of the %d test samples get their class: %.2f %%. A row is a class, a column what its samples are taken for; the shade is the share of the row.",
		matrix.Right, matrix.Samples, percent(matrix.Right, matrix.Samples))
	drawing, err := matrix.drawing()
	if err != nil {
		return nil, err
	}
	c.draw(drawing)
	c.grid(matrix.classGrid())
	if len(matrix.Classes) <= mostWrittenCounts {
		c.grid(matrix.countGrid())
	}
	return c, nil
}

func percent(part, whole int) float64 { return 100 * float64(part) / float64(whole) }

func (c *Confusion) classGrid() *grid {
	g := &grid{
		Caption: "Recall: right of the samples of the class. Precision: right of the samples that are taken for it.",
		Head:    []string{"class", "samples", "taken for it", "right", "recall (%)", "precision (%)"},
		Folded:  len(c.Classes) > 12,
	}
	for i := range c.Classes {
		k := &c.Classes[i]
		g.Rows = append(g.Rows, []cell{
			word(k.Name), whole(k.Samples), whole(k.Predicted), whole(k.Right), optional("%.2f", k.Recall), optional("%.2f", k.Precision),
		})
	}
	return g
}

func (c *Confusion) countGrid() *grid {
	g := &grid{Caption: "The confusion matrix: samples, by class and what they are taken for", Head: []string{"class"}, Folded: true}
	for i := range c.Classes {
		g.Head = append(g.Head, "as "+c.Classes[i].Name)
		row := []cell{word(c.Classes[i].Name)}
		for k, n := range c.Counts[i] {
			row = append(row, cell{Text: fmt.Sprint(n), Number: true, Strong: k == i})
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// pairs are the classes that are taken for others, most often first.
func (c *Confusion) pairs() []pair {
	var all []pair
	for i, row := range c.Counts {
		for k, n := range row {
			if i != k && n > 0 {
				all = append(all, pair{i, k, n})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y pair) int { return y.samples - x.samples })
	return all
}

// pair is a class that is taken for another.
type pair struct{ class, prediction, samples int }
