package figure_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

	"sfdfa-actors/internal/figure"
)

// drawn is a picture with all that a canvas can be asked for.
func drawn(t *testing.T) figure.Picture {
	t.Helper()
	p := figure.New("τ, ϑ and −1 °")
	line := figure.Line{Name: "a line", Points: plotter.XYs{{X: 0, Y: 1}, {X: 2, Y: 5}}, Color: figure.Colors[0], Width: 1, Dashes: figure.Dashed, Mark: plotter.DefaultGlyphStyle.Shape, Radius: 3}
	if err := line.AddTo(p); err != nil {
		t.Fatal(err)
	}
	p.Y.Label.Text = "½ Σ µ"
	return figure.Picture{Drawing: p, Width: 6.5 * vg.Inch, Height: 4 * vg.Inch}
}

func encoded(t *testing.T, f figure.Form, p figure.Picture) map[string][]byte {
	t.Helper()
	contents := map[string][]byte{}
	for name, encode := range f.Files("x", p) {
		content, err := encode()
		if err != nil {
			t.Fatal(err)
		}
		contents[name] = content
	}
	return contents
}

// A picture keeps what made it in each format, fits a column of a paper, and is the same, byte for byte, once more.
func TestPicturesForPapers(t *testing.T) {
	const command = `sfdfa-actors figure 2 --out 'a & b'`
	form, err := figure.NewForm([]string{"svg", "png", "pdf"}, "paper", command)
	if err != nil {
		t.Fatal(err)
	}
	p := drawn(t)
	files := encoded(t, form, p)
	if names := slices.Sorted(maps.Keys(files)); !slices.Equal(names, []string{"x.pdf", "x.png", "x.svg", "x.txt"}) {
		t.Fatalf("files %v", names)
	}
	for name, content := range encoded(t, form, p) {
		if !bytes.Equal(content, files[name]) {
			t.Errorf("%s differs when it is written again", name)
		}
	}
	const points = 88 / 25.4 * 72 // of a column of 88 mm
	for name, wanted := range map[string][]string{
		"x.svg": {fmt.Sprintf(`width="%.6gpt"`, points), "<title>τ, ϑ and −1 °</title>", "<desc>sfdfa-actors figure 2 --out &#39;a &amp; b&#39;</desc>"},
		"x.png": {"iTXtComment\x00\x00\x00\x00\x00" + command, "pHYs" + string(binary.BigEndian.AppendUint32(nil, 23622))},
		"x.pdf": {fmt.Sprintf("[0 0 %.2f", points), "/FontFile2", "/Title (" + escaped("τ, ϑ and −1 °")},
		"x.txt": {"τ, ϑ and −1 °\n\nMade by: " + command + "\n"},
	} {
		for _, part := range wanted {
			if !bytes.Contains(files[name], []byte(part)) {
				t.Errorf("%s: no %q", name, part)
			}
		}
	}
	if bytes.Contains(files["x.svg"], []byte(">τ, ϑ and −1 °</text>")) || bytes.Contains(files["x.svg"], []byte("prefers-color-scheme")) {
		t.Error("the title stands in the picture, or it turns dark")
	}
	if width := binary.BigEndian.Uint32(files["x.png"][16:]); width != 2079 { // 88 mm at 600 pixels an inch
		t.Errorf("the PNG is %d pixels wide", width)
	}
}

// escaped is a text as a PDF has it in its properties: UTF-16 with a mark of its order, as far as it is plain.
func escaped(text string) string {
	content := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(text)) {
		content = binary.BigEndian.AppendUint16(content, unit)
	}
	return strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)", "\r", "\\r").Replace(string(content))
}

// On a screen a picture has its title and its own size, and an SVG follows the colors around it; a wide one has the width
// of a page on paper. Without a form there is SVG.
func TestStylesAndFormats(t *testing.T) {
	screen := encoded(t, figure.Form{Command: "sfdfa-actors run"}, drawn(t))
	if len(screen) != 1 || !bytes.Contains(screen["x.svg"], []byte(`width="468pt"`)) || !bytes.Contains(screen["x.svg"], []byte(">τ, ϑ and −1 °</text>")) ||
		!bytes.Contains(screen["x.svg"], []byte("prefers-color-scheme: dark")) {
		t.Errorf("%d files:\n%.400s", len(screen), screen["x.svg"])
	}
	paper, err := figure.StyleByName("paper")
	if err != nil {
		t.Fatal(err)
	}
	p := drawn(t)
	for _, wide := range []figure.Drawing{
		&figure.Panels{Title: "both", Rows: [][]*plot.Plot{{p.Drawing.(*plot.Plot), p.Drawing.(*plot.Plot)}}},
		figure.Stack{{Plot: p.Drawing.(*plot.Plot), Share: 1}},
	} {
		files := encoded(t, figure.Form{Style: paper}, figure.Picture{Drawing: wide, Width: 9 * vg.Inch, Height: 4 * vg.Inch})
		if want := fmt.Sprintf(`width="%.6gpt"`, 180/25.4*72); !bytes.Contains(files["x.svg"], []byte(want)) {
			t.Errorf("%T is not as wide as a page:\n%.200s", wide, files["x.svg"])
		}
	}
	if p.Drawing.(*plot.Plot).Title.Text == "" {
		t.Error("the drawing has lost its title")
	}
	for _, wrong := range [][2]string{{"svg", "poster"}, {"gif", "paper"}} {
		if _, err := figure.NewForm(wrong[:1], wrong[1], ""); err == nil || !strings.Contains(err.Error(), "allowed: s") {
			t.Errorf("%v: error %v", wrong, err)
		}
	}
}
