package figure

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// pdf is the picture as vector graphics on a page of its size, with the letters it needs of its font.
func (s *sheet) pdf() ([]byte, error) {
	k := s.style.scale
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: k * s.Width.Points(), Ht: k * s.Height.Points()}})
	doc.SetCatalogSort(true) // the same numbers give the same bytes
	doc.SetCreationDate(time.Unix(0, 0).UTC())
	doc.SetModificationDate(time.Unix(0, 0).UTC())
	doc.SetTitle(s.title, true)
	doc.SetSubject(s.command, true)
	doc.SetCreator("sfdfa-actors", true)
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddPage()
	canvas := &pdfCanvas{doc: doc, width: s.Width, height: s.Height, alpha: 1, pdfState: pdfState{a: k, d: k}}
	vg.Initialize(canvas)
	s.drawIn(canvas)
	var content bytes.Buffer
	if err := doc.Output(&content); err != nil {
		return nil, fmt.Errorf("figure: %w", err)
	}
	return content.Bytes(), nil
}

// pdfCanvas draws on a page of a PDF. It implements vg.CanvasSizer. The plot library has one too, whose texts have only
// the letters of code page 1252.
type pdfCanvas struct {
	doc           *fpdf.Fpdf
	width, height vg.Length // before it is scaled
	fonts, images int
	alpha         float64 // that the page has now

	pdfState
	saved []pdfState
}

// pdfState is what Push saves: x' = a·x + c·y + e and y' = b·x + d·y + f lead to the page, in points from its lower left corner.
type pdfState struct {
	a, b, c, d, e, f float64

	line   vg.Length
	dashes []vg.Length
	offset vg.Length
	color  color.Color
}

// Size implements vg.CanvasSizer.
func (p *pdfCanvas) Size() (width, height vg.Length) { return p.width, p.height }

// scale is how much longer a line is on the page.
func (p *pdfCanvas) scale() float64 { return math.Sqrt(math.Abs(p.a*p.d - p.b*p.c)) }

// at is a point on the page, from its upper left corner.
func (p *pdfCanvas) at(point vg.Point) (x, y float64) {
	_, height := p.doc.GetPageSize()
	x, y = point.X.Points(), point.Y.Points()
	return p.a*x + p.c*y + p.e, height - (p.b*x + p.d*y + p.f)
}

// SetLineWidth implements vg.Canvas.
func (p *pdfCanvas) SetLineWidth(width vg.Length) {
	p.line = width
	p.doc.SetLineWidth(p.scale() * width.Points())
}

// SetLineDash implements vg.Canvas.
func (p *pdfCanvas) SetLineDash(pattern []vg.Length, offset vg.Length) {
	p.dashes, p.offset = pattern, offset
	lengths := make([]float64, len(pattern))
	for i, length := range pattern {
		lengths[i] = p.scale() * length.Points()
	}
	p.doc.SetDashPattern(lengths, p.scale()*offset.Points())
}

// SetColor implements vg.Canvas.
func (p *pdfCanvas) SetColor(c color.Color) {
	if c == nil {
		c = color.Black
	}
	p.color = c
	straight := color.NRGBAModel.Convert(c).(color.NRGBA)
	r, g, b := int(straight.R), int(straight.G), int(straight.B)
	p.doc.SetFillColor(r, g, b)
	p.doc.SetDrawColor(r, g, b)
	p.doc.SetTextColor(r, g, b)
	if alpha := float64(straight.A) / math.MaxUint8; alpha != p.alpha {
		p.alpha = alpha
		p.doc.SetAlpha(alpha, "Normal")
	}
}

// transform puts another transformation before those that there are.
func (p *pdfCanvas) transform(a, b, c, d, e, f float64) {
	s := &p.pdfState
	s.a, s.b, s.c, s.d, s.e, s.f = s.a*a+s.c*b, s.b*a+s.d*b, s.a*c+s.c*d, s.b*c+s.d*d, s.a*e+s.c*f+s.e, s.b*e+s.d*f+s.f
}

// Rotate implements vg.Canvas.
func (p *pdfCanvas) Rotate(angle float64) {
	sin, cos := math.Sincos(angle)
	p.transform(cos, sin, -sin, cos, 0, 0)
}

// Translate implements vg.Canvas.
func (p *pdfCanvas) Translate(by vg.Point) { p.transform(1, 0, 0, 1, by.X.Points(), by.Y.Points()) }

// Scale implements vg.Canvas.
func (p *pdfCanvas) Scale(x, y float64) { p.transform(x, 0, 0, y, 0, 0) }

// Push implements vg.Canvas.
func (p *pdfCanvas) Push() { p.saved = append(p.saved, p.pdfState) }

// Pop implements vg.Canvas.
func (p *pdfCanvas) Pop() {
	last := len(p.saved) - 1
	p.pdfState, p.saved = p.saved[last], p.saved[:last]
	p.SetLineWidth(p.line)
	p.SetLineDash(p.dashes, p.offset)
	p.SetColor(p.color)
}

// Stroke implements vg.Canvas.
func (p *pdfCanvas) Stroke(path vg.Path) {
	if p.line > 0 {
		p.draw(path, "D")
	}
}

// Fill implements vg.Canvas.
func (p *pdfCanvas) Fill(path vg.Path) { p.draw(path, "F") }

func (p *pdfCanvas) draw(path vg.Path, how string) {
	for _, part := range path {
		x, y := p.at(part.Pos)
		switch part.Type {
		case vg.MoveComp:
			p.doc.MoveTo(x, y)
		case vg.LineComp:
			p.doc.LineTo(x, y)
		case vg.ArcComp:
			r, turned := p.scale()*part.Radius.Points(), math.Atan2(p.b, p.a)
			const degree = math.Pi / 180
			p.doc.ArcTo(x, y, r, r, 0, (turned+part.Start)/degree, (turned+part.Start+part.Angle)/degree)
		case vg.CurveComp:
			firstX, firstY := p.at(part.Control[0])
			if len(part.Control) == 1 {
				p.doc.CurveTo(firstX, firstY, x, y)
				continue
			}
			secondX, secondY := p.at(part.Control[1])
			p.doc.CurveBezierCubicTo(firstX, firstY, secondX, secondY, x, y)
		case vg.CloseComp:
			p.doc.ClosePath()
		}
	}
	p.doc.DrawPath(how)
}

// family is the name of the font in the file.
const family = "Liberation Sans"

// FillString implements vg.Canvas. All texts have one font, that of New.
func (p *pdfCanvas) FillString(face font.Face, at vg.Point, text string) {
	if face.Font.Size <= 0 || text == "" {
		return
	}
	if p.fonts == 0 {
		var file bytes.Buffer
		if _, err := face.Face.WriteSourceTo(nil, &file); err != nil {
			p.doc.SetError(err)
			return
		}
		p.doc.AddUTF8FontFromBytes(family, "", file.Bytes())
		p.fonts++
	}
	p.doc.SetFont(family, "", p.scale()*face.Font.Size.Points())
	x, y := p.at(at)
	turned := math.Atan2(p.b, p.a) * 180 / math.Pi
	if turned == 0 {
		p.doc.Text(x, y, text)
		return
	}
	p.doc.TransformBegin()
	p.doc.TransformRotate(turned, x, y)
	p.doc.Text(x, y, text)
	p.doc.TransformEnd()
}

// DrawImage implements vg.Canvas.
func (p *pdfCanvas) DrawImage(in vg.Rectangle, picture image.Image) {
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		p.doc.SetError(err)
		return
	}
	p.images++
	name, options := fmt.Sprintf("image %d", p.images), fpdf.ImageOptions{ImageType: "png"}
	p.doc.RegisterImageOptionsReader(name, options, &file)
	left, bottom := p.at(in.Min)
	right, top := p.at(in.Max)
	p.doc.ImageOptions(name, left, top, right-left, bottom-top, false, options, 0, "")
}
