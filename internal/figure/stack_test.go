package figure_test

import (
	"image/color"
	"regexp"
	"strconv"
	"testing"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"sfdfa-actors/internal/figure"
)

// panel has rows up to some number, and one stroke in the middle of its time. The
// numbers beside its axis are as wide as the number of rows asks for.
func panel(rows float64) figure.Panel {
	p := figure.New("")
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 10, 0, rows
	p.Add(&figure.Raster{
		XYs: plotter.XYs{{X: 5, Y: rows / 2}}, Lowest: vg.Points(2),
		LineStyle: draw.LineStyle{Color: color.RGBA{R: 255, A: 255}, Width: vg.Points(1)},
	})
	return figure.Panel{Plot: p, Share: 1}
}

// stroke is the place of one upright stroke.
type stroke struct{ x, low, high float64 }

var strokes = regexp.MustCompile(`M([0-9.]+),([0-9.]+)L([0-9.]+),([0-9.]+)" style="fill:none;stroke:#FF0000`)

func strokesOf(t *testing.T, d figure.Drawing) (all []stroke) {
	t.Helper()
	svg, err := figure.Picture{Drawing: d, Width: 300, Height: 400}.SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range strokes.FindAllSubmatch(svg, -1) {
		var values [4]float64
		for i := range values {
			if values[i], err = strconv.ParseFloat(string(match[i+1]), 64); err != nil {
				t.Fatal(err)
			}
		}
		if values[0] != values[2] {
			t.Errorf("the stroke %s is not upright", match[0])
		}
		all = append(all, stroke{values[0], values[1], values[3]})
	}
	return all
}

// In a stack one time is at one place, whatever stands beside the panels; alone
// they put it at different ones. Shares divide the height.
func TestAStackHasOneTimeAxis(t *testing.T) {
	few, many := panel(5), panel(1_000_000)
	many.Share = 3
	together := strokesOf(t, figure.Stack{few, many})
	if len(together) != 2 || together[0].x != together[1].x {
		t.Errorf("strokes at %+v, want two at one time", together)
	}
	if alone := append(strokesOf(t, few.Plot), strokesOf(t, many.Plot)...); alone[0].x == alone[1].x {
		t.Errorf("alone the strokes are at one place too, %+v: the test proves nothing", alone)
	}
	// The first panel has the uppermost 100 points of 400, its axis at the bottom.
	if together[0].low < 300 || together[1].high > 300 {
		t.Errorf("strokes at %+v, want the first above 300 points and the second below", together)
	}
}

// A stroke is as high as its row, or as asked where rows are lower.
func TestStrokesAreHighEnough(t *testing.T) {
	low := strokesOf(t, panel(1_000_000).Plot)[0]
	if height := low.high - low.low; height < 1.99 || height > 2.01 {
		t.Errorf("in a low row %v points, want 2", height)
	}
	high := strokesOf(t, panel(10).Plot)[0]
	if height := high.high - high.low; height < 20 || height > 40 {
		t.Errorf("in a tenth of 400 points %v points, want most of it", height)
	}
}

func TestManyStrokesAreAllDrawn(t *testing.T) {
	const n = 10_000
	p := figure.New("")
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, n, 0, 1
	r := &figure.Raster{LineStyle: draw.LineStyle{Color: color.Black, Width: 1}}
	for i := range n {
		r.XYs = append(r.XYs, plotter.XY{X: float64(i), Y: 0.5})
	}
	p.Add(r)
	svg, err := figure.Picture{Drawing: p, Width: 300, Height: 300}.SVG()
	if err != nil {
		t.Fatal(err)
	}
	moves := len(regexp.MustCompile(`M[0-9.]+,[0-9.]+L`).FindAll(svg, -1))
	if moves < n || moves > n+100 {
		t.Errorf("%d strokes, want %d and some of axes", moves, n)
	}
}

func TestShadesGoFromWhiteToDark(t *testing.T) {
	colors := figure.Shades(5).Colors()
	if len(colors) != 5 || colors[0] != (color.RGBA{R: 255, G: 255, B: 255, A: 255}) || colors[2] != figure.Colors[0] {
		t.Errorf("shades %v", colors)
	}
	previous := 256.0
	for _, c := range figure.Shades(100).Colors() {
		r, g, b, _ := c.RGBA()
		if bright := (float64(r) + float64(g) + float64(b)) / 3 / 257; bright >= previous {
			t.Fatalf("brightness %v after %v", bright, previous)
		} else {
			previous = bright
		}
	}
	if len(figure.Shades(0).Colors()) != 2 {
		t.Error("without a number there are not two shades")
	}
}
