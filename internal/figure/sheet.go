package figure

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"html"
	"image/png"
	"regexp"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// sheet is a picture in a style, as it is drawn before it is scaled.
type sheet struct {
	Picture
	style   *Style
	title   string
	command string // that makes it, or empty
}

func newSheet(p Picture, style *Style, command string) *sheet {
	if style == nil {
		style = &Styles[0]
	}
	return &sheet{Picture: style.fit(p), style: style, title: *title(p.Drawing), command: command}
}

// margin is free space around a picture; titles and labels reach to its edges.
const margin = 6

// drawIn draws the picture, under its title if the style has one.
func (s *sheet) drawIn(canvas vg.CanvasSizer) {
	if !s.style.isTitled {
		shown := title(s.Drawing)
		defer func() { *shown = s.title }()
		*shown = ""
	}
	s.Draw(draw.Crop(draw.New(canvas), margin, -margin, margin, -margin))
}

// caption is what goes below the picture where its title is not in it.
func (s *sheet) caption() string {
	text := s.title + "\n"
	if s.command != "" {
		text += "\nMade by: " + s.command + "\n"
	}
	return text
}

// SVG is the picture as vector graphics, for a page that cares for the rest.
func (p Picture) SVG() ([]byte, error) { return newSheet(p, &plain, "").svg() }

// PNG is the picture as pixels.
func (p Picture) PNG() ([]byte, error) { return newSheet(p, &plain, "").png() }

// dark turns an SVG round where everything else is dark; hues stay.
const dark = "<style>@media screen and (prefers-color-scheme: dark) { svg { filter: invert(0.91) hue-rotate(180deg) } }</style>"

// svg is the picture as vector graphics.
func (s *sheet) svg() ([]byte, error) {
	canvas := vgsvg.New(s.Width, s.Height)
	s.drawIn(canvas)
	var content bytes.Buffer
	if _, err := canvas.WriteTo(&content); err != nil {
		return nil, fmt.Errorf("figure: %w", err)
	}
	return s.withHead(withOtherFonts(content.Bytes())), nil
}

// opening is the first element of an SVG of the plot library, with its size in points.
var opening = regexp.MustCompile(`<svg width="[^"]*" height="[^"]*" ([^>]*>)`)

// withHead gives an SVG its size on paper, and says what it shows and what has made it.
func (s *sheet) withHead(svg []byte) []byte {
	head := fmt.Sprintf(`<svg width="%.6gpt" height="%.6gpt" `, s.style.scale*s.Width.Points(), s.style.scale*s.Height.Points())
	about := ""
	if s.command != "" {
		about = fmt.Sprintf("\n<title>%s</title>\n<desc>%s</desc>", html.EscapeString(s.title), html.EscapeString(s.command))
	}
	if s.style.followsScheme {
		about += "\n" + dark
	}
	return opening.ReplaceAllFunc(svg, func(element []byte) []byte {
		return slices.Concat([]byte(head), opening.FindSubmatch(element)[1], []byte(about))
	})
}

// png is the picture as pixels, packed fast: flat colors pack as well that way.
func (s *sheet) png() ([]byte, error) {
	density := s.style.scale * float64(s.style.pixelsPerInch)
	canvas := vgimg.NewWith(vgimg.UseWH(s.Width, s.Height), vgimg.UseDPI(int(density+0.5)))
	s.drawIn(canvas)
	var content bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&content, canvas.Image()); err != nil {
		return nil, fmt.Errorf("figure: %w", err)
	}
	return s.withChunks(content.Bytes()), nil
}

// headLength is that of a PNG's signature and its first chunk.
const headLength = 8 + 12 + 13

// withChunks says in a PNG how large it is on paper, what it shows and what has made it (PNG specification, 11.3).
func (s *sheet) withChunks(file []byte) []byte {
	perMeter := binary.BigEndian.AppendUint32(nil, uint32(float64(s.style.pixelsPerInch)/0.0254+0.5))
	added := chunk("pHYs", slices.Concat(perMeter, perMeter, []byte{1}))
	if s.command != "" {
		const plainUTF8 = "\x00\x00\x00\x00\x00" // not compressed, in no language
		added = append(added, chunk("iTXt", []byte("Title"+plainUTF8+s.title))...)
		added = append(added, chunk("iTXt", []byte("Comment"+plainUTF8+s.command))...)
	}
	return slices.Insert(file, headLength, added...)
}

// chunk is a part of a PNG.
func chunk(kind string, content []byte) []byte {
	part := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	part = append(append(part, kind...), content...)
	return binary.BigEndian.AppendUint32(part, crc32.ChecksumIEEE(part[4:]))
}
