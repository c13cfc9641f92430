// Package figure is what the project's pictures have in common: fonts, grid,
// colours, and how they become SVG and PNG. The same figures give the same bytes.
package figure
