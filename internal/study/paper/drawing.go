package paper

import (
	"maps"

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

// Write writes the drawing into a directory, as a picture and name.csv, each of them whole or not at all.
func (d *Drawing) Write(directory, name string, form figure.Form) error {
	files := atomicfile.Files{name + ".csv": d.Table.CSV}
	maps.Copy(files, form.Files(name, d.Picture))
	return files.Write(directory)
}
