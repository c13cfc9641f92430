package paper

import (
	"fmt"
	"path/filepath"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
)

// Drawing is a figure that has been made.
type Drawing struct {
	Picture       figure.Drawing
	Width, Height vg.Length
	Table         Table
	Notes         []string // what it comes to, in sentences
}

// single is a picture of one plot, with the margins of the others.
func single(p *plot.Plot) figure.Drawing {
	return &figure.Panels{Rows: [][]*plot.Plot{{p}}}
}

// Write writes the drawing into a directory, as name.svg, name.png and name.csv,
// each of them whole or not at all.
func (d *Drawing) Write(directory, name string) error {
	for _, file := range []struct {
		suffix string
		encode func() ([]byte, error)
	}{
		{".svg", func() ([]byte, error) { return figure.SVG(d.Picture, d.Width, d.Height) }},
		{".png", func() ([]byte, error) { return figure.PNG(d.Picture, d.Width, d.Height) }},
		{".csv", d.Table.csv},
	} {
		content, err := file.encode()
		if err == nil {
			err = atomicfile.Write(filepath.Join(directory, name+file.suffix), content)
		}
		if err != nil {
			return fmt.Errorf("paper: writing %s%s: %w", name, file.suffix, err)
		}
	}
	return nil
}
