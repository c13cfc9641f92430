package report

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
)

// Bounds of what can be seen in a picture of weights: neurons, presynaptic neurons, and receptive fields side by side.
const (
	mostRows    = 128
	mostColumns = 1024
	mostFields  = 24
	fieldsInRow = 8
	mostCells   = 25_000 // of sharp squares
)

// smallestSide is the least number of pixels in a row of what is taken for an image.
const smallestSide = 8

// squareSide is the side of the square image that a number of inputs fill, or 0.
func squareSide(inputs int) int {
	side := int(math.Round(math.Sqrt(float64(inputs))))
	if side < smallestSide || side*side != inputs {
		return 0
	}
	return side
}

// matrix is numbers in rows, the first on top; what is beyond the end of a row, or is not there, is NaN. It implements
// plotter.GridXYZ.
type matrix struct {
	columns int
	rows    [][]float64
}

// Dims implements plotter.GridXYZ.
func (m matrix) Dims() (columns, rows int) { return m.columns, len(m.rows) }

// Z implements plotter.GridXYZ.
func (m matrix) Z(column, row int) float64 {
	if values := m.rows[len(m.rows)-1-row]; column < len(values) {
		return values[column]
	}
	return math.NaN()
}

// X implements plotter.GridXYZ.
func (m matrix) X(column int) float64 { return float64(column) }

// Y implements plotter.GridXYZ: rows are counted from the top.
func (m matrix) Y(row int) float64 { return float64(row) }

// tiles are images of square fields side by side, with a line of nothing between them.
func tiles(fields [][]float64, side int) matrix {
	across := min(len(fields), fieldsInRow)
	down := (len(fields) + fieldsInRow - 1) / fieldsInRow
	m := matrix{columns: across*(side+1) - 1}
	for y := range down*(side+1) - 1 {
		row := make([]float64, m.columns)
		for x := range row {
			row[x] = math.NaN()
			if field := y/(side+1)*fieldsInRow + x/(side+1); x%(side+1) < side && y%(side+1) < side && field < len(fields) {
				row[x] = fields[field][y%(side+1)*side+x%(side+1)]
			}
		}
		m.rows = append(m.rows, row)
	}
	return m
}

// picture draws a matrix, blue below 0 and vermilion above, white at 0.
func (m matrix) picture(title string, width vg.Length) figure.Picture {
	largest := 1e-300
	for _, row := range m.rows {
		for _, x := range row {
			if size := math.Abs(x); size > largest { // false for NaN
				largest = size
			}
		}
	}
	heat := plotter.NewHeatMap(m, figure.Signed(101))
	heat.Min, heat.Max, heat.Rasterized = -largest, largest, m.columns*len(m.rows) > mostCells // else each number is a sharp square
	p := figure.Blank(fmt.Sprintf("%s, from %.3g to %.3g", title, -largest, largest))
	p.HideAxes()
	p.Add(heat)
	height := width * vg.Length(len(m.rows)) / vg.Length(m.columns)
	return figure.Picture{Drawing: p, Width: width, Height: max(0.6*vg.Inch, min(height, 4*vg.Inch)) + 0.4*vg.Inch}
}

// matrices are pictures of a dense population's weights: as a matrix, and as receptive fields where the presynaptic
// neurons are an image.
func (w *Weights) matrices(presynaptic int) (all []*drawing) {
	if len(w.rows) == 0 || presynaptic > mostColumns {
		return nil
	}
	const width = 5.5 * vg.Inch
	shown := fmt.Sprintf("%s of %s", w.Of, w.Name)
	m := matrix{columns: presynaptic, rows: w.rows}
	all = append(all, &drawing{
		name: fmt.Sprintf("weight_matrix_%d", w.Population), Picture: m.picture(shown+fmt.Sprintf(": %d neurons by %d", len(w.rows), presynaptic), width),
		Alt: fmt.Sprintf("The %s as a matrix: a row for each of the first %d neurons, a column for each of %d presynaptic ones. Blue is negative, vermilion positive.",
			shown, len(w.rows), presynaptic),
	})
	if side := squareSide(presynaptic); side > 0 && w.Population == 1 {
		fields := w.rows[:min(len(w.rows), mostFields)]
		all = append(all, &drawing{
			name: "receptive_fields", Picture: tiles(fields, side).picture(fmt.Sprintf("receptive fields of %s, neurons 0 to %d", w.Name, len(fields)-1), width),
			Alt: fmt.Sprintf("The weights of the first %d neurons of %s as images of %d by %d inputs.", len(fields), w.Name, side, side),
		})
	}
	return all
}
