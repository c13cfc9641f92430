package figure

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
)

// Style is how pictures look.
type Style struct {
	Name  string
	About string // one line

	scale         float64   // of texts and lines
	column, page  vg.Length // widths that pictures are fitted into; 0 leaves them theirs
	pixelsPerInch int
	isTitled      bool // the title stands in the picture, not beside it
	followsScheme bool // an SVG turns dark where everything is
}

// Millimeter is a length.
const Millimeter = vg.Inch / 25.4

// widestColumn is the width up to which a picture has to do with one column.
const widestColumn = 7.6 * vg.Inch

// Styles is the table of styles, the usual one first.
var Styles = []Style{
	{
		Name: "screen", About: "as wide as it needs to be, under a title; SVG turns dark where everything is",
		scale: 1, pixelsPerInch: 150, isTitled: true, followsScheme: true,
	},
	{
		Name: "paper", About: "88 or 180 mm wide, texts of 7 pt, thin lines, no title: it stands in a .txt beside the picture",
		scale: 0.7, column: 88 * Millimeter, page: 180 * Millimeter, pixelsPerInch: 600,
	},
}

// plain is the style of pictures inside of a page, which has the rest of the first style.
var plain = Style{scale: 1, pixelsPerInch: 150, isTitled: true}

// StyleByName returns the style of a name.
func StyleByName(name string) (*Style, error) {
	var names []string
	for i := range Styles {
		if Styles[i].Name == name {
			return &Styles[i], nil
		}
		names = append(names, Styles[i].Name)
	}
	return nil, fmt.Errorf("style is %q, allowed: %s", name, strings.Join(names, ", "))
}

// lowest is how much of its height a picture keeps at least: lines of text and marks are as high as before.
const lowest = 0.85

// fit gives a picture the size that it is drawn in before it is scaled.
func (s *Style) fit(p Picture) Picture {
	if s.column == 0 {
		return p
	}
	width := s.column
	if p.Width > widestColumn {
		width = s.page
	}
	drawn := width / vg.Length(s.scale)
	p.Height *= max(drawn/p.Width, lowest)
	p.Width = drawn
	return p
}

// title is the title above a drawing, which has none if it is of another kind.
func title(d Drawing) *string {
	switch d := d.(type) {
	case *plot.Plot:
		return &d.Title.Text
	case Stack:
		return &d[0].Plot.Title.Text
	case *Panels:
		if d.Title == "" && len(d.Rows) == 1 && len(d.Rows[0]) == 1 {
			return &d.Rows[0][0].Title.Text
		}
		return &d.Title
	}
	return new(string)
}
