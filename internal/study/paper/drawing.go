package paper

import (
	"gonum.org/v1/plot"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/table"
)

// Drawing is a figure that has been made.
type Drawing struct {
	figure.Picture
	Table table.Table
	Notes []string // what it comes to, in sentences
}

// single is a picture of one plot, with the margins of the others.
func single(p *plot.Plot) figure.Drawing {
	return &figure.Panels{Rows: [][]*plot.Plot{{p}}}
}

// Write writes the drawing into a directory, as name.svg, name.png and name.csv,
// each of them whole or not at all.
func (d *Drawing) Write(directory, name string) error {
	return atomicfile.Files{name + ".svg": d.SVG, name + ".png": d.PNG, name + ".csv": d.Table.CSV}.Write(directory)
}
