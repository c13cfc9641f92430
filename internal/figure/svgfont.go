package figure

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"strconv"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// texts finds the pieces of text in an SVG of the plot library, with their size.
var texts = regexp.MustCompile(`<text ([^>]*font-size:([0-9.]+)px[^>]*)>([^<]*)</text>`)

// withOtherFonts makes an SVG look the same where its font is missing. It names fonts
// whose letters are as wide, and the width of each text for where those are missing too.
func withOtherFonts(svg []byte) []byte {
	const family = "font-family:Liberation Sans"
	svg = bytes.ReplaceAll(svg, []byte(family), []byte(family+",Arial,Helvetica,sans-serif"))
	return texts.ReplaceAllFunc(svg, func(element []byte) []byte {
		parts := texts.FindSubmatch(element)
		size, err := strconv.ParseFloat(string(parts[2]), 64)
		width := vg.Length(0)
		if err == nil {
			face := font.DefaultCache.Lookup(font.Font{Typeface: "Liberation", Variant: "Sans"}, vg.Points(size))
			width = face.Width(html.UnescapeString(string(parts[3])))
		}
		if width <= 0 { // nothing to see: a length of 0 is not allowed
			return element
		}
		return fmt.Appendf(nil, `<text textLength="%.2f" lengthAdjust="spacingAndGlyphs" %s>%s</text>`, width.Points(), parts[1], parts[3])
	})
}
