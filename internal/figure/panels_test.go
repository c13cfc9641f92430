package figure_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
)

// filled is a plot that is all of one colour.
func filled(t *testing.T, color int) *plot.Plot {
	t.Helper()
	p := figure.New("")
	p.BackgroundColor = figure.Colors[color]
	line, err := plotter.NewLine(plotter.XYs{{X: 0, Y: 0}, {X: 1, Y: 1}})
	if err != nil {
		t.Fatal(err)
	}
	p.Add(line)
	return p
}

// Panels lie row by row, an empty place stays white, and the strip is below all.
func TestPanelsLieInTheirPlaces(t *testing.T) {
	panels := &figure.Panels{
		Title: "two lines\nof a title",
		Rows:  [][]*plot.Plot{{filled(t, 0), filled(t, 1)}, {filled(t, 2), nil}},
		Strip: filled(t, 3), StripHeight: vg.Inch,
	}
	content, err := figure.Picture{Drawing: panels, Width: 6 * vg.Inch, Height: 6 * vg.Inch}.PNG()
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	share := func(color int, part image.Rectangle) float64 {
		count := 0
		for y := part.Min.Y; y < part.Max.Y; y++ {
			for x := part.Min.X; x < part.Max.X; x++ {
				r, g, b, _ := picture.At(x, y).RGBA()
				want := figure.Colors[color]
				if uint8(r>>8) == want.R && uint8(g>>8) == want.G && uint8(b>>8) == want.B {
					count++
				}
			}
		}
		return float64(count) / float64(part.Dx()*part.Dy())
	}
	for color, part := range []image.Rectangle{
		image.Rect(0, 0, 450, 400), image.Rect(450, 0, 900, 400), image.Rect(0, 400, 450, 720), image.Rect(0, 720, 900, 900),
	} {
		inside, everywhere := share(color, part), share(color, picture.Bounds())
		if inside < 0.4 || everywhere*float64(900*900) > 1.02*inside*float64(part.Dx()*part.Dy()) {
			t.Errorf("colour %d fills %.2f of its part and %.2f of all", color, inside, everywhere)
		}
	}
	svg, err := figure.Picture{Drawing: panels, Width: 6 * vg.Inch, Height: 6 * vg.Inch}.SVG()
	if err != nil || !bytes.Contains(svg, []byte("of a title")) {
		t.Errorf("no title in the SVG: %v", err)
	}
}
