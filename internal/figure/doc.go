// Package figure is what the project's pictures have in common: fonts, grid, colours,
// several plots in one picture, and the encodings SVG and PNG. The same numbers give
// the same bytes.
package figure
