package mesh

import (
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
)

// Flow is what crossed a link.
type Flow struct {
	Packets int64 `json:"packets"`
	Bits    int64 `json:"bits"`
}

func (f *Flow) add(other Flow) {
	f.Packets += other.Packets
	f.Bits += other.Bits
}

// Link is a directed link with what crossed it in each phase.
type Link struct {
	Forward, Learning Flow
}

// Total is what crossed it in both phases.
func (l *Link) Total() Flow {
	sum := l.Forward
	sum.add(l.Learning)
	return sum
}

func (l *Link) during(phase traffic.Phase) *Flow {
	if phase == traffic.Forward {
		return &l.Forward
	}
	return &l.Learning
}

// Direction is the side of a core on which a link leaves it.
type Direction int

// The links of a core, in the order in which they are numbered.
const (
	East  Direction = iota // to x + 1
	West                   // to x − 1
	North                  // to y + 1
	South                  // to y − 1
	directions
)

// String returns the direction's name in links.csv.
func (d Direction) String() string { return [...]string{"east", "west", "north", "south"}[d] }

// Step returns the neighbouring position in the direction.
func (d Direction) Step(p placement.Position) placement.Position {
	switch d {
	case East:
		p.X++
	case West:
		p.X--
	case North:
		p.Y++
	case South:
		p.Y--
	}
	return p
}

// Links are the links of a mesh: four of every core, of which those at the border
// lead nowhere, and the host's two.
type Links struct {
	Grid placement.Grid
	Mesh []Link // by position, row by row, and direction
	In   Link   // from the host to the core at the port
	Out  Link   // from there to the host
}

func newLinks(grid placement.Grid) Links {
	return Links{Grid: grid, Mesh: make([]Link, grid.Size()*int(directions))}
}

// At is the link from a position in a direction.
func (l *Links) At(from placement.Position, d Direction) *Link {
	return &l.Mesh[l.Grid.Index(from)*int(directions)+int(d)]
}

// Leads reports whether the position has a neighbour in the direction.
func (l *Links) Leads(from placement.Position, d Direction) bool {
	to := d.Step(from)
	return to.X >= 0 && to.X < l.Grid.Width && to.Y >= 0 && to.Y < l.Grid.Height
}

// Each visits the links that lead to a core, position by position.
func (l *Links) Each(visit func(from placement.Position, d Direction, link *Link)) {
	for i := range l.Grid.Size() {
		from := l.Grid.At(i)
		for d := range directions {
			if l.Leads(from, d) {
				visit(from, d, l.At(from, d))
			}
		}
	}
}

// Route visits the links from one position to another: first along x, then along
// y (dimension order).
func (l *Links) Route(from, to placement.Position, visit func(d Direction, link *Link)) {
	along := func(d Direction, arrived func() bool) {
		for !arrived() {
			visit(d, l.At(from, d))
			from = d.Step(from)
		}
	}
	along(East, func() bool { return from.X >= to.X })
	along(West, func() bool { return from.X <= to.X })
	along(North, func() bool { return from.Y >= to.Y })
	along(South, func() bool { return from.Y <= to.Y })
}

// Add adds the flows of another run over the same mesh.
func (l *Links) Add(other *Links) {
	add := func(to, from *Link) {
		to.Forward.add(from.Forward)
		to.Learning.add(from.Learning)
	}
	for i := range l.Mesh {
		add(&l.Mesh[i], &other.Mesh[i])
	}
	add(&l.In, &other.In)
	add(&l.Out, &other.Out)
}
