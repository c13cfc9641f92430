package placement

import (
	"fmt"
	"strconv"
	"strings"
)

// Grid is a mesh of cores: Width of them in a row, Height rows. Each is linked to
// its neighbours east (x+1), west, north (y+1) and south, in both directions. The
// host is linked to the core at Port.
type Grid struct{ Width, Height int }

// Position is a place on a grid, from (0, 0).
type Position struct{ X, Y int }

// Port is the position whose core is linked to the host: there the input's
// spikes enter, and there the readout stands behind the link.
var Port = Position{}

// largestSide bounds a grid's sides.
const largestSide = 1024

// ParseGrid reads a grid as "8x4": 8 cores in a row, 4 rows.
func ParseGrid(text string) (Grid, error) {
	width, height, _ := strings.Cut(text, "x")
	g := Grid{side(width), side(height)}
	if g.Width == 0 || g.Height == 0 {
		return Grid{}, fmt.Errorf("%q, allowed: WIDTHxHEIGHT, each from 1 to %d, as in 8x4", text, largestSide)
	}
	return g, nil
}

// side reads one side, 0 if it can't be.
func side(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > largestSide {
		return 0
	}
	return n
}

// SquareGrid returns the smallest grid for a number of cores whose sides differ as
// little as possible.
func SquareGrid(cores int) Grid {
	width := 1
	for width*width < cores {
		width++
	}
	return Grid{width, max(1, (cores+width-1)/width)}
}

// String writes the grid as ParseGrid reads it.
func (g Grid) String() string { return fmt.Sprintf("%dx%d", g.Width, g.Height) }

// Size is the number of the grid's positions.
func (g Grid) Size() int { return g.Width * g.Height }

// At is the n-th position, row by row.
func (g Grid) At(n int) Position { return Position{n % g.Width, n / g.Width} }

// Index is the place of a position in the order of At.
func (g Grid) Index(p Position) int { return p.Y*g.Width + p.X }

// Tile is the number of the tile at a position as SANA-FE numbers them: column by column.
func (g Grid) Tile(p Position) int { return p.X*g.Height + p.Y }

// Hops are the numbers of links on the way from p to q: first along x, then along
// y, as every packet goes.
func (p Position) Hops(q Position) (x, y int) { return distance(p.X, q.X), distance(p.Y, q.Y) }

func distance(a, b int) int { return max(a-b, b-a) }
