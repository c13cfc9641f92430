// Package figure is what the project's pictures have in common: fonts, grid,
// colours, several plots in one picture, and how it becomes SVG and PNG. The same
// figures give the same bytes.
package figure
