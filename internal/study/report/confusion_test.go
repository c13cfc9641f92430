package report

import (
	"math/rand/v2"
	"reflect"
	"strconv"
	"testing"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/messages"
)

// outcome is a sample of a class that is taken for another.
func outcome(index, label, prediction int) messages.Outcome {
	return messages.Outcome{Index: index, Label: label, Prediction: prediction, Lowest: prediction}
}

// Class 0 has four samples, three of them right; one is taken for class 1, whose
// two samples are right. Class 2 has one sample and nothing is taken for it, and
// class 3 has none.
var byHand = []messages.Outcome{
	outcome(0, 0, 0), outcome(1, 1, 1), outcome(2, 0, 1), outcome(3, 0, 0), outcome(4, 2, 0), outcome(5, 1, 1), outcome(6, 0, 0),
}

func TestConfusionByHand(t *testing.T) {
	c := newConfusion(byHand, 4, strconv.Itoa)
	if want := [][]int{{3, 1, 0, 0}, {0, 2, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 0}}; !reflect.DeepEqual(c.Counts, want) {
		t.Errorf("counts %v, want %v", c.Counts, want)
	}
	if c.Samples != 7 || c.Right != 5 {
		t.Errorf("%d of %d right, want 5 of 7", c.Right, c.Samples)
	}
	text, err := c.table().CSV()
	if err != nil {
		t.Fatal(err)
	}
	const want = `label,class,samples,recall_percent,precision_percent,predicted_0,predicted_1,predicted_2,predicted_3
0,0,4,75,75,3,1,0,0
1,1,2,100,66.66666666666667,0,2,0,0
2,2,1,0,,1,0,0,0
3,3,0,,,0,0,0,0
`
	if string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if pairs := c.pairs(); !reflect.DeepEqual(pairs, []pair{{0, 1, 1}, {2, 0, 1}}) {
		t.Errorf("pairs %v", pairs)
	}
}

// Rows add up to the samples of their class, columns to what is taken for it, and
// all to the number of samples; pairs and the diagonal share them out.
func TestConfusionAddsUp(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		classes, samples := 1+r.IntN(8), 1+r.IntN(200)
		var outcomes []messages.Outcome
		of, taken := make([]int, classes), make([]int, classes)
		for i := range samples {
			o := outcome(i, r.IntN(classes), r.IntN(classes))
			of[o.Label]++
			taken[o.Prediction]++
			outcomes = append(outcomes, o)
		}
		c := newConfusion(outcomes, classes, strconv.Itoa)
		total, off := 0, 0
		for i, row := range c.Counts {
			for _, n := range row {
				total += n
			}
			if c.Classes[i].Samples != of[i] || c.Classes[i].Predicted != taken[i] {
				t.Errorf("seed %d, class %d: %+v, want %d samples, %d taken for it", seed, i, c.Classes[i], of[i], taken[i])
			}
		}
		last := samples
		for _, p := range c.pairs() {
			off += p.samples
			if p.samples > last || p.class == p.prediction {
				t.Errorf("seed %d: pairs %v", seed, c.pairs())
			}
			last = p.samples
		}
		if total != samples || c.Samples != samples || c.Right+off != samples {
			t.Errorf("seed %d: %d in the matrix, %d right, %d not, of %d", seed, total, c.Right, off, samples)
		}
	}
}

// The picture has the first class on top, and each row's shares.
func TestMatrixCellsByHand(t *testing.T) {
	cells := matrixCells{newConfusion(byHand, 4, strconv.Itoa)}
	for _, test := range []struct {
		column, row int
		want        float64
	}{{0, 3, 0.75}, {1, 3, 0.25}, {1, 2, 1}, {0, 1, 1}, {0, 0, 0}, {3, 0, 0}} {
		if got := cells.Z(test.column, test.row); got != test.want {
			t.Errorf("column %d, row %d from below: %v, want %v", test.column, test.row, got, test.want)
		}
	}
	if top := reversed(cells.ticks(), 4)[0]; top.Value != 3 || top.Label != "0" {
		t.Errorf("the first class is at %v", top)
	}
}

// Any number of classes can be drawn.
func TestMatricesOfAnySizeAreDrawn(t *testing.T) {
	if testing.Short() {
		t.Skip("pictures of 40,000 squares")
	}
	for _, classes := range []int{1, 2, 3, 47, 200} {
		c := newConfusion([]messages.Outcome{outcome(0, 0, classes-1), outcome(1, classes/2, classes/2)}, classes, strconv.Itoa)
		d, err := c.drawing()
		if err != nil {
			t.Fatal(err)
		}
		files, err := d.files(figure.Form{Formats: []string{"svg", "png"}})
		if err != nil || len(files) != 2 || len(files[0].content) == 0 || len(files[1].content) == 0 {
			t.Errorf("%d classes: %d files, error %v", classes, len(files), err)
		}
		if ticks := len(c.ticks()); ticks > mostWrittenCounts+1 || ticks < min(classes, 30) {
			t.Errorf("%d classes: %d ticks", classes, ticks)
		}
	}
}
