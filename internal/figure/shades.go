package figure

import (
	"image/color"
	"math"
)

// Shades are colours from white, for 0, to a dark blue, for the largest value. They
// implement palette.Palette.
type Shades int

// Colors returns s colours, or 2 if s is less.
func (s Shades) Colors() []color.Color {
	colors := make([]color.Color, max(2, int(s)))
	for i := range colors {
		colors[i] = shade(float64(i) / float64(len(colors)-1))
	}
	return colors
}

// shade goes from white through the blue of Colors to a darker one.
func shade(x float64) color.Color {
	stops := [...]color.RGBA{{R: 255, G: 255, B: 255, A: 255}, Colors[0], {R: 0, G: 46, B: 82, A: 255}}
	from, to := stops[0], stops[1]
	if x *= 2; x > 1 {
		from, to, x = stops[1], stops[2], x-1
	}
	between := func(a, b uint8) uint8 { return uint8(float64(a) + x*(float64(b)-float64(a)) + 0.5) }
	return color.RGBA{R: between(from.R, to.R), G: between(from.G, to.G), B: between(from.B, to.B), A: 255}
}

// Diverging is a colour from blue, for −1, through grey, for 0, to vermilion, for 1. What lies beyond has the colour of the
// end.
func Diverging(x float64) color.RGBA {
	full := Colors[0]
	if x > 0 {
		full = Colors[1]
	}
	strength := min(1, math.Abs(x))
	mix := func(part uint8) uint8 {
		const grey = 165
		return uint8(math.Round(grey + strength*(float64(part)-grey)))
	}
	return color.RGBA{R: mix(full.R), G: mix(full.G), B: mix(full.B), A: 255}
}

// Signed are colours from blue through white to vermilion, for a picture of numbers of both signs. They implement
// palette.Palette.
type Signed int

// Colors returns s colours, or 3 if s is less.
func (s Signed) Colors() []color.Color {
	colors := make([]color.Color, max(3, int(s)))
	for i := range colors {
		x := 2*float64(i)/float64(len(colors)-1) - 1
		full := Colors[0]
		if x > 0 {
			full = Colors[1]
		}
		mix := func(part uint8) uint8 { return uint8(math.Round(255 + math.Abs(x)*(float64(part)-255))) }
		colors[i] = color.RGBA{R: mix(full.R), G: mix(full.G), B: mix(full.B), A: 255}
	}
	return colors
}
