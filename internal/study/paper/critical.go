package paper

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/stat"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// place is one point of the grid with what the neuron does there.
type place struct {
	weights   weights
	ownSpikes []model.OwnSpike
	exact     compared
	modified  compared
}

// compared is a gradient at a place of the grid, in seconds, with its neighbours.
type compared struct {
	weights
	// ratio of its length to the median of those at the neighbours at which the
	// neuron fires; 0 at the grid's border, and where there are too few.
	ratio float64
}

// fewestNeighbours at which the neuron fires make a median to compare with.
const fewestNeighbours = 3

// survey is the neuron over its whole grid: [place of w2][place of w1].
func (n *builtNeuron) survey() [][]place {
	grid := make([][]place, n.Grid)
	for row := range grid {
		grid[row] = make([]place, n.Grid)
		for column := range grid[row] {
			grid[row][column] = n.at(weights{n.weight(column), n.weight(row)})
		}
	}
	compare(grid, exactOf)
	compare(grid, modifiedOf)
	return grid
}

func (n *builtNeuron) at(w weights) place {
	ownSpikes := n.fire(w)
	return place{
		weights: w, ownSpikes: ownSpikes,
		exact:    compared{weights: n.gradient(learning.Exact, ownSpikes)},
		modified: compared{weights: n.gradient(learning.Modified, ownSpikes)},
	}
}

func exactOf(p *place) *compared    { return &p.exact }
func modifiedOf(p *place) *compared { return &p.modified }

// compare sets the ratios of one of the gradients.
func compare(grid [][]place, of func(*place) *compared) {
	for row := 1; row < len(grid)-1; row++ {
		for column := 1; column < len(grid)-1; column++ {
			if norms := normsAround(grid, of, row, column); len(norms) >= fewestNeighbours {
				g := of(&grid[row][column])
				g.ratio = g.norm() / stat.Quantile(0.5, stat.LinInterp, norms, nil)
			}
		}
	}
}

// normsAround are the lengths of a gradient at the eight neighbours, in ascending
// order, without those at which the neuron is silent.
func normsAround(grid [][]place, of func(*place) *compared, row, column int) (norms []float64) {
	for r := row - 1; r <= row+1; r++ {
		for c := column - 1; c <= column+1; c++ {
			if p := &grid[r][c]; (r != row || c != column) && len(p.ownSpikes) > 0 {
				norms = append(norms, of(p).norm())
			}
		}
	}
	slices.Sort(norms)
	return norms
}

// criticalPoints are the places at which one of the gradients is more than Critical
// times as long as its neighbours' median, the longest first.
func (t *ToyNeuron) criticalPoints(grid [][]place, of func(*place) *compared) (points []*place) {
	for row := range grid {
		for column := range grid[row] {
			if p := &grid[row][column]; of(p).ratio > t.Critical {
				points = append(points, p)
			}
		}
	}
	slices.SortStableFunc(points, func(x, y *place) int { return cmp.Compare(of(y).norm(), of(x).norm()) })
	return points
}

// marked is the critical point that is looked at more closely, nil if there is
// none: the one with the longest exact gradient of those where "the last
// post-synaptic spike fired by the neuron narrowly crosses the threshold", after
// others that don't; or just of all.
func marked(points []*place) *place {
	for _, p := range points {
		if last := len(p.ownSpikes) - 1; last > 0 && mostNarrow(p.ownSpikes) == last {
			return p
		}
	}
	if len(points) == 0 {
		return nil
	}
	return points[0]
}

// mostNarrow is the spike with the lowest current.
func mostNarrow(ownSpikes []model.OwnSpike) int {
	narrow := 0
	for k := range ownSpikes {
		if ownSpikes[k].Current < ownSpikes[narrow].Current {
			narrow = k
		}
	}
	return narrow
}
