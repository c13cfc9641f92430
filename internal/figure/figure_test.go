package figure_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
)

func TestTicksByHand(t *testing.T) {
	for _, test := range []struct {
		ticks     figure.Ticks
		low, high float64
		want      string
	}{
		{figure.Ticks{Most: 8}, 45.2, 97.4, "50 60 70 80 90"},
		{figure.Ticks{Most: 8}, 98, 98.6, "98.0 98.1 98.2 98.3 98.4 98.5 98.6"},
		{figure.Ticks{Most: 6}, 0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{figure.Ticks{Most: 10, Whole: true}, 0.5, 3.5, "1 2 3"},
		{figure.Ticks{Most: 10, Whole: true}, 0.5, 30.5, "5 10 15 20 25 30"},
		{figure.Ticks{Most: 5}, 3, 3, "3"},
	} {
		var labels []string
		for _, tick := range test.ticks.Ticks(test.low, test.high) {
			labels = append(labels, tick.Label)
		}
		if got := strings.Join(labels, " "); got != test.want {
			t.Errorf("%+v from %v to %v: %s, want %s", test.ticks, test.low, test.high, got, test.want)
		}
	}
}

// The same figures give the same bytes, in both formats.
func TestPicturesAreDeterministic(t *testing.T) {
	draw := func() (svg, pixels []byte) {
		p := figure.New("a line")
		line, err := plotter.NewLine(plotter.XYs{{X: 0, Y: 1}, {X: 2, Y: 5}})
		if err != nil {
			t.Fatal(err)
		}
		p.Add(line)
		picture := figure.Picture{Drawing: p, Width: 3 * vg.Inch, Height: 2 * vg.Inch}
		if svg, err = picture.SVG(); err != nil {
			t.Fatal(err)
		}
		if pixels, err = picture.PNG(); err != nil {
			t.Fatal(err)
		}
		return svg, pixels
	}
	svg, pixels := draw()
	againSVG, againPixels := draw()
	if !bytes.Equal(svg, againSVG) || !bytes.Equal(pixels, againPixels) {
		t.Error("two drawings of the same figures differ")
	}
	if !bytes.Contains(svg, []byte("a line")) || !bytes.Contains(svg, []byte("sans-serif")) {
		t.Error("the SVG lacks its title or a font that everybody has")
	}
	picture, err := png.Decode(bytes.NewReader(pixels))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 450 || size.Y != 300 {
		t.Errorf("the PNG has %v pixels, want 450×300", size)
	}
}
