package paper

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/table"
)

// Field is Fig. 2: the gradient of the toy neuron, the sum of dT/dw over its spikes,
// over the plane of its two weights. With the exact local gradient its length has
// critical points, "where its norm is significantly larger than neighboring
// vectors" (Section 3.1); with the modified one it has none.
type Field struct{ ToyNeuron }

func newField() Calculation { return &Field{newToyNeuron()} }

// Draw implements Calculation.
func (f *Field) Draw() (*Drawing, error) {
	n, err := f.neuron()
	if err != nil {
		return nil, err
	}
	grid := n.survey()
	points := f.criticalPoints(grid, exactOf)
	d := &Drawing{Picture: figure.Picture{Width: 8 * vg.Inch, Height: 5.2 * vg.Inch}, Table: fieldTable(grid)}
	d.Notes = f.notes(grid, points)
	d.Drawing, err = f.plot(grid, points)
	return d, err
}

func fieldTable(grid [][]place) (t table.Table) {
	t.Columns = []string{"w1", "w2", "spikes", "spike_with_lowest_current", "exact_w1_s", "exact_w2_s", "exact_norm_s",
		"modified_w1_s", "modified_w2_s", "modified_norm_s", "exact_norm_over_neighbours_median", "modified_norm_over_neighbours_median"}
	for _, row := range grid {
		for i := range row {
			p := &row[i]
			narrow := 0
			if len(p.ownSpikes) > 0 {
				narrow = mostNarrow(p.ownSpikes) + 1
			}
			e, m := &p.exact, &p.modified
			t.Add(p.weights[0], p.weights[1], len(p.ownSpikes), narrow, e.weights[0], e.weights[1], e.norm(),
				m.weights[0], m.weights[1], m.norm(), e.ratio, m.ratio)
		}
	}
	return t
}

func (f *Field) notes(grid [][]place, points []*place) []string {
	list := []string{
		fmt.Sprintf("length of the gradient where the neuron fires: exact %v, modified %v", spanOf(grid, exactOf), spanOf(grid, modifiedOf)),
		fmt.Sprintf("more than %g times as long as its neighbours' median: exact at %d of %d points, modified at %d",
			f.Critical, len(points), f.Grid*f.Grid, len(f.criticalPoints(grid, modifiedOf))),
	}
	if p := marked(points); p != nil {
		list = append(list, fmt.Sprintf("marked: %v, where the exact gradient is %.3g s long, %.3g times its neighbours' median, and the modified one %.3g s, %.3g times",
			p.weights, p.exact.norm(), p.exact.ratio, p.modified.norm(), p.modified.ratio))
	}
	return list
}

// span is the median of some lengths and the longest, in seconds.
type span struct{ median, longest float64 }

// String writes it for the notes.
func (s span) String() string {
	return fmt.Sprintf("%.3g s in the median, at most %.3g s", s.median, s.longest)
}

// spanOf is over the places where the neuron fires.
func spanOf(grid [][]place, of func(*place) *compared) span {
	var norms []float64
	for _, row := range grid {
		for i := range row {
			if len(row[i].ownSpikes) > 0 {
				norms = append(norms, of(&row[i]).norm())
			}
		}
	}
	if len(norms) == 0 {
		return span{}
	}
	slices.Sort(norms)
	return span{stat.Quantile(0.5, stat.LinInterp, norms, nil), norms[len(norms)-1]}
}

// plot draws both fields with one scale of colours.
func (f *Field) plot(grid [][]place, points []*place) (figure.Drawing, error) {
	exact, modified := lengths{grid, exactOf}, lengths{grid, modifiedOf}
	colors, err := newShades(exact, modified)
	if err != nil {
		return nil, err
	}
	panels := &figure.Panels{
		Title: "Gradient of a neuron's spike times by its two weights: length (colour) and direction (arrows)\n" + f.title() +
			"\nrings: critical points, dot: the one of figure 3, white: no spike",
		Rows:        [][]*plot.Plot{{figure.New("exact local gradient (Eq. 17)"), figure.New("modified local gradient (Eq. 18)")}},
		Strip:       colorBar(colors),
		StripHeight: 0.75 * vg.Inch,
	}
	half := (f.weight(1) - f.weight(0)) / 2
	for i, lengths := range []lengths{exact, modified} {
		p := panels.Rows[0][i]
		p.X.Label.Text, p.Y.Label.Text = "weight w1", "weight w2"
		p.Add(cells{lengths, colors}, arrows{lengths, max(1, f.Grid/mostArrows)})
		if err := addCritical(p, points); err != nil {
			return nil, err
		}
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = f.Low-half, f.High+half, f.Low-half, f.High+half
	}
	return panels, nil
}

// addCritical marks the critical points, and the one that is looked at more
// closely.
func addCritical(p *plot.Plot, points []*place) error {
	for _, p0 := range points {
		mark := figure.Line{Points: plotter.XYs{{X: p0.weights[0], Y: p0.weights[1]}}, Color: red, Mark: draw.RingGlyph{}, Radius: 4}
		if p0 == marked(points) {
			mark.Mark, mark.Radius = draw.CircleGlyph{}, 3.5
		}
		if err := mark.AddTo(p); err != nil {
			return err
		}
	}
	return nil
}
