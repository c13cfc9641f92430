package figure_test

import (
	"bytes"
	"testing"

	"sfdfa-actors/internal/figure"
)

// Every text says how wide it is: a digit of Liberation Sans has 0.556 of its
// size, so that 10 points make 5.56.
func TestTextsKeepTheirWidthWithoutTheFont(t *testing.T) {
	p := figure.New("8888 & more")
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, 1
	svg, err := figure.Picture{Drawing: p, Width: 300, Height: 200}.SVG()
	if err != nil {
		t.Fatal(err)
	}
	if texts, widths := bytes.Count(svg, []byte("<text")), bytes.Count(svg, []byte("textLength=")); texts < 5 || widths != texts {
		t.Errorf("%d texts, %d with a width", texts, widths)
	}
	for _, want := range []string{`textLength="13.90" lengthAdjust="spacingAndGlyphs"`, `>0.2</text>`, `>8888 &amp; more</text>`} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("no %s in\n%s", want, svg)
		}
	}
}
