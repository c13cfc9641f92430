package mesh

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/numeral"
)

// Parts of the heat map, in units of the distance between two cores.
const (
	tileSide   = 0.56
	linkOffset = 0.11 // of a link from the line between two cores' centres, to its right
	linkWidth  = 0.15
	border     = 0.4 // that is left free outside of the outermost cores, both sides together
)

// heat draws the mesh: cores coloured by their work, links by what crossed them. It implements plot.Plotter, and does
// without the plot's axes.
type heat struct {
	view
	picture *Picture
	load    *Load
	in      float64   // samples, or seconds
	unit    vg.Length // distance between two cores
	origin  vg.Point  // centre of the core at (0, 0)
	busiest struct{ core, link int64 }
}

// view is what is shown of cores and links.
type view struct {
	operations func(*traffic.Account) int64
	crossed    func(*Link) int64
	core, link string // what the scales say
}

// packetsIn is the view of all synaptic operations and packets in something.
func packetsIn(what string) view {
	return view{
		operations: func(a *traffic.Account) int64 { total := a.Total(); return total.SynapticOperations() },
		crossed:    func(l *Link) int64 { return l.Total().Packets },
		core:       "synaptic operations of a core in a " + what,
		link:       "packets over a link in a " + what,
	}
}

// phaseView is the view of one phase, with bits on the links: grades share the packets of spikes.
func phaseView(phase traffic.Phase) view {
	return view{
		operations: func(a *traffic.Account) int64 { work := a.PhaseWork(phase); return work.SynapticOperations() },
		crossed:    func(l *Link) int64 { return l.during(phase).Bits },
		core:       "operations of a core",
		link:       "bits over a link",
	}
}

// newHeat makes the map of a load in so many samples, or seconds.
func (p *Picture) newHeat(load *Load, v view, in float64) *heat {
	h := &heat{view: v, picture: p, load: load, in: in}
	for c := range load.Cores {
		h.busiest.core = max(h.busiest.core, h.operations(&load.Cores[c]))
	}
	load.Links.Each(func(_ placement.Position, _ Direction, link *Link) {
		h.busiest.link = max(h.busiest.link, h.crossed(link))
	})
	for _, link := range []*Link{&load.Links.In, &load.Links.Out} {
		h.busiest.link = max(h.busiest.link, h.crossed(link))
	}
	return h
}

// plot is the map under a title, with no more than a width for the mesh and the host.
func (h *heat) plot(title string, across vg.Length) (*plot.Plot, vg.Length) {
	drawn := figure.Blank(title)
	drawn.HideAxes()
	drawn.Add(h)
	grid := h.picture.Placement.Grid
	unit := min(1.1*vg.Inch, across/vg.Length(grid.Width+1), 9*vg.Inch/vg.Length(grid.Height))
	return drawn, unit*vg.Length(grid.Height) + besides
}

// Heights of the scales, and of them with the title.
const (
	scales  = 0.45 * vg.Inch
	besides = 1.2 * vg.Inch
)

// across is the width of a picture with one map.
const across = 6.5 * vg.Inch

// HeatMap is a picture of the mesh under a title.
func (p *Picture) HeatMap(load *Load, title string) figure.Picture {
	drawn, height := p.newHeat(load, packetsIn("sample"), load.samples()).plot(title, across)
	return figure.Picture{Drawing: drawn, Width: across, Height: height}
}

// RateMap is a picture of the mesh under a title, with a load that took some seconds of biological time.
func (p *Picture) RateMap(load *Load, title string, seconds float64) figure.Picture {
	drawn, height := p.newHeat(load, packetsIn("second"), seconds).plot(title, across)
	return figure.Picture{Drawing: drawn, Width: across, Height: height}
}

// PhaseMaps are two pictures of the mesh beside each other, under a title and in the same colours: what presenting
// samples takes, and what learning adds.
func (p *Picture) PhaseMaps(load *Load, title string) figure.Picture {
	forward, learning := p.newHeat(load, phaseView(traffic.Forward), load.samples()), p.newHeat(load, phaseView(traffic.Learning), load.samples())
	forward.busiest.core = max(forward.busiest.core, learning.busiest.core)
	forward.busiest.link = max(forward.busiest.link, learning.busiest.link)
	learning.busiest = forward.busiest
	const across = 4.2 * vg.Inch
	left, height := forward.plot("forward: spikes", across)
	right, _ := learning.plot("learning: grades, error broadcasts", across)
	panels := &figure.Panels{Title: title + ", a sample", Rows: [][]*plot.Plot{{left, right}}}
	return figure.Picture{Drawing: panels, Width: 2 * across, Height: height + 0.5*vg.Inch}
}

// Plot implements plot.Plotter.
func (h *heat) Plot(c draw.Canvas, p *plot.Plot) {
	grid := h.picture.Placement.Grid
	columns := vg.Length(grid.Width + 1) // with the host's
	size := c.Size()
	h.unit = min(1.1*vg.Inch, size.X/(columns-border), (size.Y-scales)/vg.Length(grid.Height))
	h.origin = vg.Point{
		X: c.Center().X - h.unit*(columns/2-1.5),
		Y: c.Max.Y - h.unit*(vg.Length(grid.Height)-0.5),
	}
	h.drawTiles(c, p)
	h.load.Links.Each(func(from placement.Position, d Direction, link *Link) {
		h.drawLink(c, from, d, link)
	})
	h.drawLink(c, placement.Position{X: -1}, East, &h.load.Links.In)
	h.drawLink(c, placement.Port, West, &h.load.Links.Out)
	h.drawScales(c, p)
}

// at is a point relative to the centre of the core at a position.
func (h *heat) at(p placement.Position, x, y float64) vg.Point {
	return vg.Point{
		X: h.origin.X + h.unit*vg.Length(float64(p.X)+x),
		Y: h.origin.Y + h.unit*vg.Length(float64(p.Y)+y),
	}
}

func (h *heat) drawTiles(c draw.Canvas, p *plot.Plot) {
	style := label(p)
	style.XAlign, style.YAlign = text.XCenter, text.YCenter
	tile := func(at placement.Position, fill color.Color, name string) {
		const half = tileSide / 2
		corners := []vg.Point{h.at(at, -half, -half), h.at(at, half, -half), h.at(at, half, half), h.at(at, -half, half)}
		c.FillPolygon(fill, corners)
		c.StrokeLines(draw.LineStyle{Color: color.Gray{Y: 150}, Width: vg.Points(0.5)}, append(corners, corners[0]))
		if h.unit*tileSide > style.Width(name) {
			c.FillText(style, h.at(at, 0, 0), name)
		}
	}
	for i := range h.picture.Placement.Grid.Size() {
		tile(h.picture.Placement.Grid.At(i), color.White, "") // many may hold no neuron
	}
	for number := range h.load.Cores {
		share := share(h.operations(&h.load.Cores[number]), h.busiest.core)
		style.Color = color.Black
		if share > 0.5 {
			style.Color = color.White
		}
		tile(h.picture.Placement.Cores[number].Position, ramp(coreColor, share), fmt.Sprint(number))
	}
	style.Color = color.Black
	tile(placement.Position{X: -1}, color.White, "host")
}

// drawLink draws an arrow on the right of the way to the next core.
func (h *heat) drawLink(c draw.Canvas, from placement.Position, d Direction, link *Link) {
	const start, end, tip = tileSide/2 + 0.03, 1 - tileSide/2 - 0.03, 0.1
	arrow := [][2]float64{ // along the way, and to the left of it
		{start, -linkOffset + linkWidth/2}, {end - tip, -linkOffset + linkWidth/2}, {end, -linkOffset},
		{end - tip, -linkOffset - linkWidth/2}, {start, -linkOffset - linkWidth/2},
	}
	along := d.Step(placement.Position{})
	points := make([]vg.Point, len(arrow))
	for i, point := range arrow {
		x, y := float64(along.X), float64(along.Y)
		points[i] = h.at(from, point[0]*x-point[1]*y, point[0]*y+point[1]*x)
	}
	c.FillPolygon(ramp(linkColor, share(h.crossed(link), h.busiest.link)), points)
	c.StrokeLines(draw.LineStyle{Color: color.Gray{Y: 190}, Width: vg.Points(0.3)}, append(points, points[0]))
}

// coreColor and linkColor are those of the busiest core and link; 0 is white.
var coreColor, linkColor = figure.Colors[0], figure.Colors[1]

func share(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// ramp is a colour between white and the given one.
func ramp(full color.RGBA, share float64) color.Color {
	mix := func(part uint8) uint8 { return uint8(255 - share*float64(255-part) + 0.5) }
	return color.RGBA{R: mix(full.R), G: mix(full.G), B: mix(full.B), A: 255}
}

// label is the style of texts in the picture.
func label(p *plot.Plot) draw.TextStyle {
	style := p.Legend.TextStyle
	style.Font = font.From(style.Font, vg.Points(9))
	return style
}

// drawScales draws what the colours mean.
func (h *heat) drawScales(c draw.Canvas, p *plot.Plot) {
	style, zero := label(p), ":  0"
	left := max(c.Size().X/2, style.Width(h.core+zero)+vg.Points(beside), style.Width(h.link+zero)+vg.Points(beside))
	for line, scale := range []struct {
		name    string
		full    color.RGBA
		busiest int64
	}{
		{h.core, coreColor, h.busiest.core},
		{h.link, linkColor, h.busiest.link},
	} {
		start := vg.Point{X: c.Min.X + left, Y: c.Min.Y + vg.Points(32-float64(20*line))}
		h.drawScale(c, style, start, scale.full, scale.name+zero, numeral.Short(float64(scale.busiest)/h.in))
	}
}

// beside is the space between a band of colours and the names of its ends, in points.
const beside = 6

// drawScale draws a band of colours between the names of its ends.
func (h *heat) drawScale(c draw.Canvas, style draw.TextStyle, start vg.Point, full color.RGBA, low, high string) {
	const steps, width, height = 60, 100, 9.0
	style.XAlign, style.YAlign = text.XRight, text.YCenter
	left, y := start.X, start.Y
	c.FillText(style, vg.Point{X: left - vg.Points(beside), Y: y}, low)
	for i := range steps {
		x := left + vg.Points(width*float64(i)/steps)
		right := left + vg.Points(width) // the next steps are drawn over it: no gaps
		c.FillPolygon(ramp(full, (float64(i)+0.5)/steps), []vg.Point{
			{X: x, Y: y - vg.Points(height/2)}, {X: right, Y: y - vg.Points(height/2)},
			{X: right, Y: y + vg.Points(height/2)}, {X: x, Y: y + vg.Points(height/2)},
		})
	}
	style.XAlign = text.XLeft
	c.FillText(style, vg.Point{X: left + vg.Points(width+beside), Y: y}, high)
}
