package paper

import (
	"math"
	"math/rand/v2"
	"testing"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/learning"
)

func mustNeuron(t *testing.T, toy ToyNeuron) *builtNeuron {
	t.Helper()
	n, err := toy.neuron()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A spike of each input at 0 makes v = w·(y − y²) with w = w1 + w2. With c = 1 it
// reaches c for w > 4, first at y = (1 + √(1 − 4/w))/2, where I = w·y²: for w = 16/3
// that is y = 3/4 and I = 3. A second spike would need b² > 4ac with b = a·y, that is
// w·y² > 4c. So by either weight dT/dw = τ·(y² − y)/(I − c) = −(3/16)·τ/2 exact, and
// −(3/16)·τ/3 modified.
func TestAFieldByHand(t *testing.T) {
	f := newField().(*Field)
	f.Spikes = [2][]float64{{0}, {0}}
	f.Low, f.High, f.Grid = 0, 8.0/3, 3 // weights 0, 4/3 and 8/3
	d, err := f.Draw()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Table.Rows) != 9 {
		t.Fatalf("%d rows, want 9", len(d.Table.Rows))
	}
	for i, row := range d.Table.Rows {
		w1, w2 := float64(i%3)*4/3, float64(i/3)*4/3
		spikes, exact, modified := 0, 0.0, 0.0
		if i == 8 {
			spikes, exact, modified = 1, -3.0/32*0.02, -1.0/16*0.02
		}
		want := []any{w1, w2, spikes, spikes, exact, exact, math.Sqrt2 * -exact, modified, modified, math.Sqrt2 * -modified}
		for column, value := range want {
			got := row[column]
			if number, ok := value.(float64); ok && !near(got.(float64), number) || !ok && got != value {
				t.Errorf("at (%.3g, %.3g) %s is %v, want %v", w1, w2, d.Table.Columns[column], got, value)
			}
		}
	}
}

// The exact gradient is that of the sum of spike times, by finite differences, and
// w1 is the weight of the input that w1 names.
func TestTheExactFieldIsThatOfSpikeTimes(t *testing.T) {
	n := mustNeuron(t, newToyNeuron())
	total := func(w weights) (sum float64, spikes int) {
		ownSpikes := n.fire(w)
		for k := range ownSpikes {
			sum += ownSpikes[k].Time
		}
		return sum, len(ownSpikes)
	}
	r := rand.New(rand.NewPCG(1, 2))
	const step = 1e-7
	compared := 0
	for range 500 {
		w := weights{4 * r.Float64(), 4 * r.Float64()}
		p := n.at(w)
		for j := range w {
			up, down := w, w
			up[j] += step
			down[j] -= step
			above, a := total(up)
			below, b := total(down)
			if a != len(p.ownSpikes) || b != len(p.ownSpikes) || a == 0 || p.exact.norm() > 0.5 {
				continue
			}
			compared++
			if difference := (above - below) / (2 * step); math.Abs(difference-p.exact.weights[j]) > 1e-4*max(0.01, p.exact.norm()) {
				t.Errorf("at %v: dT/dw%d = %.9g, difference %.9g", w, j+1, p.exact.weights[j], difference)
			}
		}
	}
	if compared < 500 {
		t.Errorf("only %d derivatives compared", compared)
	}
}

// "The exact local gradient contains several critical points where its norm is
// significantly larger than neighboring vectors"; the modified one "maintains a
// consistent norm across the weight space without any instability points"
// (Section 3.1).
func TestOnlyTheExactFieldHasCriticalPoints(t *testing.T) {
	n := mustNeuron(t, newToyNeuron())
	grid := n.survey()
	exact, modified := n.criticalPoints(grid, exactOf), n.criticalPoints(grid, modifiedOf)
	// Where another spike begins the modified gradient has a step, too.
	if len(exact) < 5 || len(exact) > 50 || len(modified) > 1 {
		t.Errorf("%d critical points, and %d of the modified gradient, want several and next to none", len(exact), len(modified))
	}
	if s := spanOf(grid, exactOf); s.longest < 20*s.median {
		t.Errorf("exact gradient: %v, want a longest of more than 20 medians", s)
	}
	if s := spanOf(grid, modifiedOf); s.longest > 4*s.median {
		t.Errorf("modified gradient: %v, want a longest of less than 4 medians", s)
	}
}

// A point is critical by its neighbours at which the neuron fires, at three of them
// at least, and never at the border of the grid.
func TestCriticalPointsByHand(t *testing.T) {
	toy := newToyNeuron()
	toy.Grid, toy.Critical = 4, 5
	fires := mustNeuron(t, toy).fire(weights{4, 4})
	grid := make([][]place, 4)
	for row := range grid {
		for column := range 4 {
			p := place{weights: weights{float64(column), float64(row)}, exact: compared{weights: weights{1, 0}}, ownSpikes: fires}
			if row == 3 {
				p.exact.weights, p.ownSpikes = weights{}, nil
			}
			grid[row] = append(grid[row], p)
		}
	}
	grid[1][1].exact.weights = weights{3, 4}   // 5 times the median: not more
	grid[2][2].exact.weights = weights{0, 5.5} // more, though three of its neighbours are silent
	grid[0][2].exact.weights = weights{100, 0} // at the border
	compare(grid, exactOf)
	points := toy.criticalPoints(grid, exactOf)
	if len(points) != 1 || points[0] != &grid[2][2] || points[0].exact.ratio != 5.5 {
		t.Errorf("critical points %+v, want the one at (2, 2) with a ratio of 5.5", points)
	}
	for _, place := range [][2]int{{1, 2}, {1, 3}, {2, 3}} {
		grid[place[0]][place[1]].ownSpikes = nil
	}
	grid[2][2].exact.ratio = 0
	compare(grid, exactOf)
	if points := toy.criticalPoints(grid, exactOf); len(points) != 0 {
		t.Errorf("critical points %+v with two neighbours that fire", points)
	}
}

func TestToysAreChecked(t *testing.T) {
	for name, change := range map[string]func(*ToyNeuron){
		"synaptic time constant": func(t *ToyNeuron) { t.TauSyn = 0 },
		"threshold":              func(t *ToyNeuron) { t.Threshold = math.NaN() },
		"600":                    func(t *ToyNeuron) { t.Duration = 7 },
		"grid is 2":              func(t *ToyNeuron) { t.Grid = 2 },
		"weights":                func(t *ToyNeuron) { t.Low = 5 },
		"critical is 1":          func(t *ToyNeuron) { t.Critical = 1 },
		"spikes-2":               func(t *ToyNeuron) { t.Spikes[1] = []float64{0.2} },
		"spikes-1":               func(t *ToyNeuron) { t.Spikes[0] = []float64{math.NaN()} },
	} {
		toy := newToyNeuron()
		change(&toy)
		for _, c := range []Calculation{&Field{toy}, &Trace{ToyNeuron: toy, Points: 10}} {
			_, err := c.Draw()
			expectSettingError(t, err, name)
		}
	}
}

// A neuron that never fires has a field without arrows or critical points.
func TestASilentToy(t *testing.T) {
	toy := newToyNeuron()
	toy.Spikes = [2][]float64{}
	d, err := (&Field{toy}).Draw()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.TempDir(), "silent", figure.Form{}); err != nil {
		t.Error(err)
	}
	_, err = (&Trace{ToyNeuron: toy, Points: 10}).Draw()
	expectSettingError(t, err, "no critical point")
	if d, err = (&Trace{ToyNeuron: toy, Points: 10, Weights: []float64{1, 2}}).Draw(); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.TempDir(), "silent", figure.Form{}); err != nil {
		t.Error(err)
	}
	if g := mustNeuron(t, toy).gradient(learning.Exact, nil); g != (weights{}) {
		t.Errorf("gradient %v of no spikes", g)
	}
}
