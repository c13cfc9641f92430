package report

import (
	"math"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

func TestMain(m *testing.M) { networktest.RunTests(m) }

// Nine fields of 8 by 8 fill one row of eight and the first place of another, with a line of nothing in between.
func TestTilesByHand(t *testing.T) {
	var fields [][]float64
	for field := range 9 {
		values := make([]float64, 64)
		for pixel := range values {
			values[pixel] = float64(100*field + pixel)
		}
		fields = append(fields, values)
	}
	m := tiles(fields, 8)
	if columns, rows := m.Dims(); columns != 8*9-1 || rows != 2*9-1 {
		t.Errorf("%d by %d", columns, rows)
	}
	for _, test := range []struct {
		column, row int // from the top
		want        float64
	}{{0, 0, 0}, {7, 0, 7}, {8, 0, math.NaN()}, {9, 1, 108}, {0, 8, math.NaN()}, {3, 10, 811}, {9, 9, math.NaN()}} {
		got := m.Z(test.column, len(m.rows)-1-test.row)
		if got != test.want && !(math.IsNaN(got) && math.IsNaN(test.want)) {
			t.Errorf("column %d of row %d: %v, want %v", test.column, test.row, got, test.want)
		}
	}
}

func TestInputsThatAreASquare(t *testing.T) {
	for inputs, want := range map[int]int{784: 28, 64: 8, 700: 0, 49: 0, 5: 0} {
		if got := squareSide(inputs); got != want {
			t.Errorf("%d inputs: a side of %d, want %d", inputs, got, want)
		}
	}
}

// Weights of more presynaptic neurons than a picture has columns are no matrix, and those of an image are fields too.
func TestPicturesOfWeights(t *testing.T) {
	names := func(w *Weights, presynaptic int) (names []string) {
		for _, d := range w.matrices(presynaptic) {
			names = append(names, d.name)
			if files, err := d.files(figure.Form{}); err != nil || len(files) != 1 {
				t.Errorf("%s: %d files, error %v", d.name, len(files), err)
			}
		}
		return names
	}
	w := &Weights{Population: 1, Name: "hidden 1", Of: "weights", rows: [][]float64{make([]float64, 64), make([]float64, 64)}}
	if got := names(w, 64); !slices.Equal(got, []string{"weight_matrix_1", "receptive_fields"}) {
		t.Errorf("pictures %v", got)
	}
	if got := names(w, 5000); got != nil {
		t.Errorf("pictures %v", got)
	}
}

// Of two points one is taken for another class, and the table has both.
func TestDecisionsByHand(t *testing.T) {
	m := handMade()
	if c, err := decisions(m); c != nil || err != nil {
		t.Errorf("%v, %v of another task", c, err)
	}
	split := &networktest.Split{Labels: []int{0, 2}, Spikes: [][]messages.Spike{{{Time: 0.01, Source: 1}, {Time: 0.02, Source: 0}}, {{Time: 0.03, Source: 0}, {Time: 0.04, Source: 1}}}}
	m.dataset = &datasets.Dataset{Name: "yinyang", Classes: 3, Test: split}
	m.outcomes = []messages.Outcome{{Label: 0, Prediction: 0}, {Label: 2, Prediction: 1}}
	c, err := decisions(m)
	if err != nil {
		t.Fatal(err)
	}
	const want = "sample,x_s,y_s,class,taken_for\n0,0.02,0.01,0,0\n1,0.03,0.04,2,1\n"
	if got := string(c.files[0].content); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if drawing := c.blocks[1].Drawing; !strings.Contains(drawing.Alt, "2 test samples") || !strings.Contains(drawing.Alt, "1 of them wrong") {
		t.Errorf("described as %q", drawing.Alt)
	}
}
