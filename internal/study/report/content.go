package report

import (
	"fmt"
	"html/template"
	"image"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/table"
	"sfdfa-actors/internal/numeral"
)

// content is what a section has to show.
type content struct {
	blocks  []block
	files   []file // besides those of drawings
	numbers any    // for scripts: the section's part of report.json
}

// block is one piece of the page, of one of these kinds.
type block struct {
	Text    string
	Grid    *grid
	Drawing *drawing
	Gallery *gallery
}

func (c *content) text(format string, values ...any) {
	c.blocks = append(c.blocks, block{Text: fmt.Sprintf(format, values...)})
}

func (c *content) grid(g *grid) { c.blocks = append(c.blocks, block{Grid: g}) }

func (c *content) draw(d *drawing) { c.blocks = append(c.blocks, block{Drawing: d}) }

func (c *content) gallery(g *gallery) { c.blocks = append(c.blocks, block{Gallery: g}) }

// file is a file of the report.
type file struct {
	name, about string
	content     []byte
}

// table adds a table as a CSV file. Scripts rely on its columns' names: append,
// don't rename.
func (c *content) table(name, about string, t *table.Table) error {
	text, err := t.CSV()
	c.files = append(c.files, file{name, about, text})
	return err
}

// grid is a table of the page. The first cell of each row is its head.
type grid struct {
	Caption string
	Head    []string
	Rows    [][]cell
	Folded  bool // shown on demand only
}

// Columns are the head, each as the first row has its column.
func (g *grid) Columns() []cell {
	columns := make([]cell, len(g.Head))
	for i, name := range g.Head {
		columns[i] = cell{Text: name, Number: len(g.Rows) > 0 && g.Rows[0][i].Number}
	}
	return columns
}

// cell is a cell of a grid.
type cell struct {
	Text   string
	Number bool // set to the right
	Strong bool
}

func word(text string) cell { return cell{Text: text} }

func number(format string, values ...any) cell {
	return cell{Text: fmt.Sprintf(format, values...), Number: true}
}

// short is a number as the terminal has it.
func short(x float64) cell { return cell{Text: numeral.Short(x), Number: true} }

// rounded is a number with so many significant digits.
func rounded(x float64, digits int) cell { return cell{Text: numeral.Rounded(x, digits), Number: true} }

func joules(x float64) cell { return cell{Text: numeral.Joules(x), Number: true} }

func whole(n int) cell { return cell{Text: strconv.Itoa(n), Number: true} }

// optional is a number that need not be there.
func optional(format string, value *float64) cell {
	if value == nil {
		return cell{Text: "–", Number: true}
	}
	return number(format, *value)
}

// drawing is a picture, which also becomes files.
type drawing struct {
	figure.Picture
	name string // of the files, without their extension
	Alt  string // what there is to see, for those who can't

	Source template.URL // the picture itself, once it is drawn
}

// largestVector is the size in bytes up to which the page has a drawing as SVG.
const largestVector = 400 << 10

// draw draws the picture for the page.
func (d *drawing) draw() error {
	svg, err := d.SVG()
	if err == nil && len(svg) <= largestVector {
		d.Source = dataURL("image/svg+xml", svg)
		return nil
	}
	png, err := d.PNG()
	d.Source = dataURL("image/png", png)
	return err
}

// files draws the picture in a form, as files.
func (d *drawing) files(form figure.Form) (files []file, err error) {
	contents := form.Files(d.name, d.Picture)
	for i, name := range slices.Sorted(maps.Keys(contents)) {
		content, err := contents[name]()
		if err != nil {
			return nil, err
		}
		about := d.Alt
		switch {
		case strings.HasSuffix(name, ".txt"):
			about = "its title, and the command that made it"
		case i > 0:
			about = "the same"
		}
		files = append(files, file{name, about, content})
	}
	return files, nil
}

// Pixels are those of a length on the page (CSS).
func (d *drawing) Pixels(length vg.Length) int { return int(length.Dots(96)) }

// IsWide reports whether a small screen shows a part of the picture, to be moved, rather than letters that nobody reads.
func (d *drawing) IsWide() bool { return d.Width > 5.5*vg.Inch }

// gallery is rows of small images.
type gallery struct {
	Caption string
	Rows    []galleryRow
}

type galleryRow struct {
	Title  string
	Images []galleryImage
}

type galleryImage struct {
	Alt, Caption string
	picture      image.Image
}
