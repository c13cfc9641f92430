package paper

import (
	"image/color"

	"sfdfa-actors/learning"
)

// Positions in figure.Colors of the two gradients, the same in every figure.
const (
	modifiedColor = 0
	exactColor    = 1
)

// variantColors are those of variants by name, the same in every figure.
var variantColors = map[string]int{
	string(learning.Modified): modifiedColor, string(learning.Exact): exactColor,
	"sfdfa": 0, "dfa": 1, "bp": 2, "frozen": 3,
}

// mostPoints bounds how finely a curve may be drawn.
const mostPoints = 100_000

// red marks critical points.
var red = color.RGBA{R: 200, G: 0, B: 30, A: 255}
