package paper

import (
	"image/color"
	"slices"

	"sfdfa-actors/learning"
)

// Positions in figure.Colors of the two gradients, the same in every figure.
const (
	modifiedColor = 0
	exactColor    = 1
)

// colorOf is the position in figure.Colors of a rule or a gradient: that in its table.
func colorOf(variant string) int {
	return max(0, slices.Index(learning.RuleNames(), variant), slices.Index(learning.GradientNames(), variant))
}

// mostPoints bounds how finely a curve may be drawn.
const mostPoints = 100_000

// red marks critical points.
var red = color.RGBA{R: 200, G: 0, B: 30, A: 255}
