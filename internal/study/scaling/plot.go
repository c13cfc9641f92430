package scaling

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/numeral"
)

// style is how a kind of scaling is drawn: in colours that nobody mixes up, with a
// full mark, and an open one for points that the machine could not give.
type style struct {
	legend     string
	color      color.RGBA
	full, open draw.GlyphDrawer
	shift      float64 // factor on x, so that bars do not cover each other
}

var styles = map[Kind]style{
	Strong: {"strong: one network", figure.Colors[0], draw.CircleGlyph{}, draw.RingGlyph{}, 1 / 1.012},
	Weak:   {"weak: the network grows (scaled speed-up)", figure.Colors[1], draw.BoxGlyph{}, draw.SquareGlyph{}, 1.012},
}

// picture is speed-up against CPU cores. The same figures give the same bytes.
func (r *Report) picture() (figure.Picture, error) {
	p := figure.New(r.title())
	p.X.Label.Text = "CPU cores (GOMAXPROCS)"
	p.Y.Label.Text = fmt.Sprintf("speed-up relative to %s", numeral.Several(r.Procs[0], "CPU core"))
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = coreTicks(r.Procs), speedUpTicks{}
	p.Legend.Top, p.Legend.Left = true, true
	p.Legend.XOffs, p.Legend.YOffs = vg.Points(8), -vg.Points(4)
	if err := r.addIdeal(p); err != nil {
		return figure.Picture{}, err
	}
	for i := range r.Studies {
		if err := r.Studies[i].addTo(p); err != nil {
			return figure.Picture{}, err
		}
	}
	r.addOpenMark(p)
	first, last := float64(r.Procs[0]), float64(r.Procs[len(r.Procs)-1])
	p.X.Min, p.X.Max = first/1.15, last*1.15
	p.Y.Min /= 1.15
	p.Y.Max *= math.Pow(p.Y.Max/p.Y.Min, 0.2) // room for the legend
	return figure.Picture{Drawing: p, Width: 6.5 * vg.Inch, Height: 5 * vg.Inch}, nil
}

// title says what was measured, and on what.
func (r *Report) title() string {
	commit := "unknown commit"
	if r.Version.Commit != "" {
		commit = "commit " + r.Version.Commit[:min(12, len(r.Version.Commit))]
	}
	lines := []string{
		fmt.Sprintf("Training %s with %s, %s hidden neurons, %s, seed %d", r.Config.Dataset, r.Config.Rule, numeral.Sizes(r.Config.Layers, "-"), numeral.Several(r.Samples, "sample"), r.Seed),
		fmt.Sprintf("medians of %s, bars from lowest to highest", numeral.Several(r.Repeats, "repeat")),
		fmt.Sprintf("machine with %s, %s/%s, %s, %s", numeral.Several(r.Machine.CPUs, "CPU core"), r.Machine.OS, r.Machine.Arch, r.Version.Go, commit),
	}
	return strings.Join(lines, "\n")
}

func (r *Report) addIdeal(p *plot.Plot) error {
	first, last := float64(r.Procs[0]), float64(r.Procs[len(r.Procs)-1])
	// Beyond the points on both sides, so that a single point has a line too.
	ends := plotter.XYs{{X: first / 1.1, Y: 1 / 1.1}, {X: last * 1.1, Y: last / first * 1.1}}
	return figure.Line{Name: "ideal", Points: ends, Color: figure.Grey, Width: 1, Dashes: figure.Dashed}.AddTo(p)
}

// addTo adds the points with bars and a line through them.
func (s *Series) addTo(p *plot.Plot) error {
	style := styles[s.Kind]
	line := figure.Line{Name: style.legend, Color: style.color, Width: 1.2, Mark: style.full, Radius: 3.5}
	line.MarkOf = func(point int) draw.GlyphDrawer {
		if p := &s.Points[point]; p.Oversubscribed || p.NotGiven {
			return style.open
		}
		return style.full
	}
	for i := range s.Points {
		x, up := style.shift*float64(s.Points[i].CPUCores), s.Points[i].SpeedUp
		line.Points = append(line.Points, plotter.XY{X: x, Y: up.Median})
		line.Bars = append(line.Bars, struct{ Low, High float64 }{up.Median - up.Lowest, up.Highest - up.Median})
	}
	if err := line.AddTo(p); err != nil {
		return err
	}
	return s.addProjection(p)
}

// addProjection adds the estimate for the numbers of CPU cores that were asked for.
func (s *Series) addProjection(p *plot.Plot) error {
	if s.Projection == nil {
		return nil
	}
	line := figure.Line{Name: "estimated by profiles", Color: styles[s.Kind].color, Width: 1.2, Dashes: figure.Dotted}
	for _, point := range s.Projection.Points {
		if point.CPUCores <= s.Points[len(s.Points)-1].CPUCores {
			line.Points = append(line.Points, plotter.XY{X: float64(point.CPUCores), Y: point.SpeedUp})
		}
	}
	return line.AddTo(p)
}

// addOpenMark explains open marks, if there are any.
func (r *Report) addOpenMark(p *plot.Plot) {
	if !slices.ContainsFunc(r.Studies, func(s Series) bool {
		return slices.ContainsFunc(s.Points, func(p Point) bool { return p.Oversubscribed || p.NotGiven })
	}) {
		return
	}
	style := draw.GlyphStyle{Color: figure.Grey, Radius: vg.Points(3.5), Shape: draw.RingGlyph{}}
	p.Legend.Add("open marks: more CPU cores than the machine gave", &plotter.Scatter{GlyphStyle: style})
}

// coreTicks are ticks at the numbers of CPU cores, or at the powers of two among
// them if there are many.
type coreTicks []int

const mostTicks = 12

// Ticks implements plot.Ticker.
func (c coreTicks) Ticks(_, _ float64) []plot.Tick {
	var ticks []plot.Tick
	for _, procs := range c {
		tick := plot.Tick{Value: float64(procs)}
		if len(c) <= mostTicks || procs&(procs-1) == 0 {
			tick.Label = strconv.Itoa(procs)
		}
		ticks = append(ticks, tick)
	}
	return ticks
}

// speedUpTicks are powers of two, and where those are few steps between them.
type speedUpTicks struct{}

// Ticks implements plot.Ticker.
func (speedUpTicks) Ticks(low, high float64) []plot.Tick {
	steps := 1.0 // from one power of two to the next
	if high/low < 6 {
		steps = 4
	}
	var ticks []plot.Tick
	for power := math.Exp2(math.Floor(math.Log2(low))); power <= high; power *= 2 {
		for step := range int(steps) {
			value := power * (1 + float64(step)/steps)
			if value >= low && value <= high {
				ticks = append(ticks, plot.Tick{Value: value, Label: strconv.FormatFloat(value, 'g', 3, 64)})
			}
		}
	}
	return ticks
}
